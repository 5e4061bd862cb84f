// libFuzzer: -max_len=2048
/// A listener, its clients, and somebody who sends it what he likes from their addresses.
func fuzz(_ input: [UInt8]) { Siege(input).run() }

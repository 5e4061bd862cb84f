// libFuzzer: -max_len=2048
/// A server, to whom nothing comes but through the hands of somebody who means harm.
func fuzz(_ input: [UInt8]) { Duel(victim: .server, input).run() }

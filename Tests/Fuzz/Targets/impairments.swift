// libFuzzer: -max_len=512
/// A way that does harm to datagrams, and the queue behind it.
func fuzz(_ input: [UInt8]) { Journey(input).run() }

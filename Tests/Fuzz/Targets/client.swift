// libFuzzer: -max_len=1024
/// A client, an honest server, and somebody between them who does what he likes to their datagrams.
func fuzz(_ input: [UInt8]) { Ambush(input).run() }

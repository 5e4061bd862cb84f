import ArgumentParser

/// How large datagrams may be.
struct MTUOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The link's MTU in bytes; default: 1400, or the path's.",
            valueName: "n"))
    var mtu: Int?

    @Option(help: ArgumentHelp("Make no message larger than this, in bytes.", valueName: "n"))
    var dataMtu: Int?

    @Flag(
        help: "Do not try smaller datagrams where none is answered.")
    var noMtuFallback = false

    @Option(
        help: ArgumentHelp("Offer records of this size at most, 512 to 16384.", valueName: "n"))
    var recordSize: Int?

    @Option(help: "Forbid routers to fragment: yes or no; default: yes.")
    var df: YesNo?

    mutating func validate() throws {
        if let mtu, !(256...16_384).contains(mtu) {
            throw ValidationError("--mtu is a number of bytes from 256 to 16384")
        }
        if let dataMtu, !(1...16_384).contains(dataMtu) {
            throw ValidationError("--data-mtu is a number of bytes from 1 to 16384")
        }
        if let recordSize, !(512...16_384).contains(recordSize) {
            throw ValidationError("--record-size is a number of bytes from 512 to 16384")
        }
    }
}

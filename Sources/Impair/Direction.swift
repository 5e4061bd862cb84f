/// Which way a datagram goes.
package enum Direction: Int, Sendable, CaseIterable {
    /// From a client to the server.
    case toServer

    /// From the server to a client.
    case toClient
}

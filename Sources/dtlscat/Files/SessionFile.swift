import DTLS
import Endpoint
import Sockets

/// A client's session, kept from one run to the next.
final class SessionFile {
    private let path: String
    private let purpose: [UInt8]
    private let console: Console
    private var isOffered = false

    /// The file at `path`, for sessions with `server` by `session`, which gets the one in it to take
    /// up. A file that others can read or write is refused; one that is damaged or of another server
    /// is passed over, and written anew.
    init(
        _ path: String, server: String, _ session: inout SessionConfiguration, _ console: Console
    ) throws(Failure) {
        self.path = path
        self.console = console
        purpose = session.resumptionPurpose(server)
        session.wantsTicket = true
        let contents: [UInt8]?
        do throws(SocketError) {
            contents = try PrivateFile.read(path)?.bytes
        } catch {
            throw .usage(error.description)
        }
        guard let contents, !contents.isEmpty else { return }
        guard let saved = SavedSession(file: contents) else {
            console.warn("\(path) is damaged, or no session: a new one is made")
            return
        }
        guard saved.purpose == purpose else {
            console.warn(
                "the session in \(path) is of another server, suites or identity of ours: "
                    + "a new one is made")
            return
        }
        session.resumption = saved.data
        isOffered = true
    }

    /// Keeps what stands; nothing is new in a session that was taken up.
    func save(_ session: Session) {
        guard !session.isResumed else { return }
        guard let data = session.resumptionData else {
            console.warn("the server gives out no tickets: there is no session to keep")
            return
        }
        do throws(SocketError) {
            try PrivateFile.replace(
                path, SavedSession(data: data, purpose: purpose).fileContents)
        } catch {
            console.warn("cannot keep the session: \(error)")
        }
    }

    /// Forgets the session where it may be to blame for `reason`, so that the next run makes a new
    /// one: the server may have another certificate by now, or other terms.
    func forget(_ association: Association, _ reason: EndReason) {
        guard isOffered, !association.wasEstablished || association.session.isResumed else {
            return
        }
        switch reason {
        case .untrusted, .alert, .certificateRefused, .handshake, .preSharedKey, .timeout:
            PrivateFile.remove(path)
            isOffered = false
            console.note(1, "the session in \(path) is forgotten")
        default: break
        }
    }
}

import Capture
import Endpoint
import FoundationEssentials
import Sockets
import SystemPackage

/// The files that the secrets of a run's sessions go to.
struct SecretFiles {
    /// Takes the lines of the key log; `nil` where nobody wants them.
    let keyLog: (@Sendable (String) -> Void)?

    /// Takes the datagrams; `nil` where nobody wants them.
    let capture: CaptureFile?

    /// Opens what the options name, or `SSLKEYLOGFILE` where there is no option for it.
    init(_ options: SecretFileOptions, _ console: Console) throws(Failure) {
        do throws(SocketError) {
            let named = ProcessInfo.processInfo.environment["SSLKEYLOGFILE"]
            if options.keylog == nil, let named {
                console.warn("SSLKEYLOGFILE: the session's secrets go to \(named)")
            }
            let log = try (options.keylog ?? named).map { path throws(SocketError) in
                try KeyLogFile(path, console)
            }
            let capture = try options.pcap.map { path throws(SocketError) in
                try Self.capture(to: path, console)
            }
            self.capture = capture
            guard log != nil || capture != nil else {
                keyLog = nil
                return
            }
            keyLog = { line in
                log?.write(line)
                capture?.note(secret: line)
            }
        } catch {
            throw .usage(error.description)
        }
    }

    private static func capture(
        to path: String, _ console: Console
    ) throws(SocketError) -> CaptureFile {
        let file = try PrivateFile.create(path)
        do throws(Errno) {
            return try CaptureFile(file, application: Version.text) { error in
                console.warn("the capture ends here: cannot write \(path): \(error)")
            }
        } catch {
            throw SocketError(errno: error, action: "write \(path)")
        }
    }
}

extension CaptureFile: DatagramTap {}

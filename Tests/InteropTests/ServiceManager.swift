import TestSupport

/// What systemd does for a service, as far as that goes without it: it hears the messages that a
/// program sends to its service manager.
struct ServiceManager {
    /// The variable that names it to the program.
    let environment: [String: String]

    private let program: Program

    /// A manager at `name`: a path, or "@" and the name of an abstract socket.
    init(at name: String) async throws {
        program = try Program("python3", ["-u", "-c", Self.script, name])
        environment = ["NOTIFY_SOCKET": name]
        try await program.text("listening\n")
    }

    /// Waits for the next message with `text` in it, and returns it.
    func message(with text: String) async throws -> String {
        try await program.line(with: text, on: .output)
    }

    /// Each message is a line, in which "|" stands for a line feed.
    private static let script = """
        import socket, sys

        manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        name = sys.argv[1]
        manager.bind("\\0" + name[1:] if name.startswith("@") else name)
        print("listening")
        while True:
            print(manager.recv(65536).decode().replace("\\n", "|"))
        """
}

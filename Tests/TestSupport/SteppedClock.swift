import Foundation

/// A time of day that is set while a program runs; the clock that only goes forward is the kernel's.
package struct SteppedClock: Sendable {
    private let folder: Folder

    /// What a program has to have in its environment: a library, from the package `libfaketime`, that
    /// asks a file how far the time of day is off. It changes the environment of the program that it
    /// begins with, in which Swift finds no arguments then: that has to be a shell.
    package let environment: [String: String]

    /// The options of a program that has to read that file.
    package static let options = ["--no-sandbox"]

    /// A clock that tells the time as it is.
    package init() throws {
        let library = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib")
            .map { "/usr/lib/\($0)/faketime/libfaketime.so.1" }
            .first { FileManager.default.fileExists(atPath: $0) }
        guard let library else {
            throw TestFailure("libfaketime is not installed: Tests/setup installs it")
        }
        folder = try Folder()
        environment = [
            "LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": folder.file("offset"),
            "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        ]
        try set("+0")
    }

    /// Sets it: by so many seconds, or days with a `d` behind them, from what it is.
    package func set(_ offset: String) throws {
        // At once: a file of which there is nothing yet is a time of its own.
        try Data((offset + "\n").utf8).write(
            to: URL(fileURLWithPath: folder.file("offset")), options: .atomic)
    }
}

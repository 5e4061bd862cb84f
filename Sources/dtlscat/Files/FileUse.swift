import FoundationEssentials

/// The files of a run, and the options that name them.
struct FileUse {
    /// Those that are written.
    let written: [(option: String, path: String?)]

    /// Those that are read.
    let read: [(option: String, path: String?)]

    /// Refuses two options that name one file, where one of them writes it: what the other has there
    /// would be lost, be it a private key. To be called before any is opened.
    func check() throws(Failure) {
        var known: [String: String] = [:]
        for (option, path) in read {
            if let path { known[Self.identity(path)] = option }
        }
        for (option, path) in written {
            guard let path, !Self.isStream(path) else { continue }
            if let other = known.updateValue(option, forKey: Self.identity(path)) {
                throw .usage("\(other) and \(option) name the same file: \(path)")
            }
        }
    }

    /// A device or descriptor takes what several have to say.
    private static func isStream(_ path: String) -> Bool {
        path == "-" || path.hasPrefix("/dev/") || path.hasPrefix("fd:")
    }

    /// One text for every path to a file that is there, and the path itself for one that is not.
    private static func identity(_ path: String) -> String {
        let attributes = try? FileManager.default.attributesOfItem(
            atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
        if let device = attributes?[.systemNumber], let file = attributes?[.systemFileNumber] {
            return "\(device):\(file)"
        }
        return URL(fileURLWithPath: path).standardizedFileURL.path
    }
}

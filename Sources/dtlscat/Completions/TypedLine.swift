import ArgumentParser
import FoundationEssentials
import Trust

/// A command line that is being typed, as a shell hands it over that asks what may stand there.
struct TypedLine: Sendable {
    /// The command and what is behind it, quotes and all.
    let words: [String]

    /// The word that is being typed, as far as it has been, without a quote in front.
    let word: String

    /// Takes over what the argument parser was given.
    init(_ words: [String], _ index: Int, _ prefix: String) {
        self.words = words
        // The parser looks for the cursor in the last word, wherever it is.
        let typed =
            index == words.count - 1 ? prefix : words.indices.contains(index) ? words[index] : ""
        word = typed.hasPrefix("\"") || typed.hasPrefix("'") ? String(typed.dropFirst()) : typed
    }

    /// What has been said for an option, the last time; `nil` where it is not given.
    func value(of option: String) -> String? {
        for (index, word) in words.enumerated().reversed() {
            if word.hasPrefix(option + "=") { return String(word.dropFirst(option.count + 1)) }
            if word == option, words.indices.contains(index + 1) { return words[index + 1] }
        }
        return nil
    }

    /// The word with each of `names` as the next element of its list; none twice.
    func list(_ names: [String], separator: Character = ",", after start: String = "") -> [String] {
        let rest = word.dropFirst(start.count)
        let end = rest.lastIndex(of: separator).map { rest.index(after: $0) } ?? rest.startIndex
        let head = rest[..<end]
        let taken = Set(head.split(separator: separator).map { Self.key($0) })
        return names.filter { !taken.contains(Self.key(Substring($0))) }.map { start + head + $0 }
    }

    /// What an element of a list is about, whatever its value.
    private static func key(_ element: Substring) -> String {
        element.prefix { $0 != "=" && $0 != ":" }.lowercased()
    }
}

// MARK: - Files

extension TypedLine {
    /// The word with each file and folder that may stand behind `mark`.
    func files(after mark: String = "") -> [String] {
        let path = word.dropFirst(mark.count)
        let end = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let (folder, start) = (String(path[..<end]), path[end...])
        var place = folder.isEmpty ? "." : folder
        // Behind a mark the shell leaves it as it is, and so do we.
        if mark.isEmpty, folder.hasPrefix("~/"),
            let home = ProcessInfo.processInfo.environment["HOME"]
        {
            place = home + folder.dropFirst()
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return names.filter { $0.hasPrefix(start) && ($0.hasPrefix(".") == start.hasPrefix(".")) }
            .sorted()
            .map { name in
                var isFolder = false
                _ = FileManager.default.fileExists(
                    atPath: "\(place)/\(name)", isDirectory: &isFolder)
                return mark + folder + name + (isFolder ? "/" : "")
            }
    }
}

// MARK: - Hosts

extension TypedLine {
    /// The hosts and ports that are remembered, in the store that the line names.
    var places: [Place] {
        guard let file = try? StoreOptions.file(value(of: "--known-hosts")),
            let known = try? file.load()
        else { return [] }
        var seen: Set<Place> = []
        return known.hosts.map(\.host.place).filter { seen.insert($0).inserted }
    }

    /// The names of hosts that are known here: those remembered, and those of `/etc/hosts`.
    var hosts: [String] { places.map(\.host) + Self.hostsFile }

    /// The ports that are remembered of the hosts on the line.
    var ports: [String] {
        places.filter { words.contains($0.host) }.map { "\($0.port)" }
    }

    private static var hostsFile: [String] {
        guard let bytes = FileManager.default.contents(atPath: "/etc/hosts") else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            .flatMap { line in
                line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).dropFirst()
                    .map(String.init)
            }
    }
}

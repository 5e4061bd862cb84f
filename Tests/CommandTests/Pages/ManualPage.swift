import Foundation
import TestSupport

/// A manual page as it is written, in mdoc.
struct ManualPage: Sendable {
    /// Its file's name.
    let name: String

    /// What each section has, in order.
    let sections: [(title: String, lines: [Substring])]

    /// Reads a page of the repository: that of a subcommand, or the program's own.
    init(of subcommand: String?) throws {
        try self.init(file: subcommand.map { "dtlscat-\($0).1" } ?? "dtlscat.1")
    }

    /// Reads `man/NAME`.
    init(file: String) throws {
        name = file
        var sections: [(title: String, lines: [Substring])] = []
        for line in try Repository.text("man/\(file)").split(separator: "\n") {
            if line.hasPrefix(".Sh ") {
                sections.append((String(line.dropFirst(4)), []))
            } else if !sections.isEmpty {
                sections[sections.count - 1].lines.append(line)
            }
        }
        self.sections = sections
    }

    /// The pages of all sections, and their names.
    static func all() throws -> [ManualPage] {
        try FileManager.default.contentsOfDirectory(
            atPath: Repository.root.appendingPathComponent("man").path
        ).sorted().map { try ManualPage(file: $0) }
    }

    /// The lines of a section; none where there is none.
    func lines(_ title: String) -> [Substring] {
        sections.first { $0.title == title }?.lines ?? []
    }

    /// All options that are marked up as such.
    var options: Set<String> {
        var names: Set<String> = []
        for line in sections.flatMap(\.lines) {
            let words = line.split(separator: " ")
            for (word, next) in zip(words, words.dropFirst())
            where word == "Fl" || word == ".Fl" {
                names.insert("-\(next)")
            }
        }
        return names
    }

    /// What is said of an option, the values in front included; `nil` where it has no item.
    ///
    /// - Parameter subcommand: that under whose heading it has to stand, where the page has one.
    func item(of option: String, under subcommand: String? = nil) -> String? {
        let lines = sections.flatMap { section in
            section.lines.prefix(section.title == "SYNOPSIS" ? 0 : section.lines.count)
        }[...]
        var own = lines
        if let subcommand,
            let heading = lines.firstIndex(where: {
                $0.hasPrefix(".Ss") && $0.hasSuffix(subcommand)
            })
        {
            own = lines[heading...]
        }
        let flag = "Fl \(option.dropFirst())"
        // What subcommands have in common stands before them.
        let start = [own, lines].lazy.compactMap { part in
            part.firstIndex { $0.hasPrefix(".It ") && ($0 + " ").contains("\(flag) ") }
        }.first
        guard let start else { return nil }
        var text = [Self.text(lines[start].dropFirst(4))]
        var depth = 0
        for line in lines[(start + 1)...] {
            if depth == 0, line.hasPrefix(".It ") || line == ".El" { break }
            if line.hasPrefix(".Bl") { depth += 1 }
            if line == ".El" { depth -= 1 }
            text.append(line.hasPrefix(".") ? Self.text(line.dropFirst()) : String(line))
        }
        return text.joined(separator: " ")
    }

    /// The environment variables, or statuses, that a section's list is about.
    func items(_ title: String) -> Set<String> {
        Set(
            lines(title).filter { $0.hasPrefix(".It ") }.flatMap {
                $0.dropFirst(4).split(separator: " ").map(String.init)
            }
        ).subtracting(["Ev", "Pa", ","])
    }

    /// A line without its macros.
    static func text(_ line: Substring) -> String {
        var text = ""
        var joins = true
        for word in line.split(separator: " ") {
            switch word {
            case "Ns": joins = true
            case "Fl":
                text += joins ? "-" : " -"
                joins = true
            case "It", "Ar", "Cm", "Li", "Ev", "Pa", "Xr", "Sx", "No", "Op", "Em", "Ql", "Dq", "Pp":
                continue
            default:
                text += (joins ? "" : " ") + word
                joins = false
            }
        }
        return text.replacing("\\&", with: "")
    }
}

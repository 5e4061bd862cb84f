import ArgumentParser

/// `dtlscat hosts`: what is remembered of peers.
struct Hosts: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show and change what --tofu remembers of servers.",
        discussion: """
            Examples:
              dtlscat hosts list
              dtlscat hosts forget gw.lab 4433
            """,
        subcommands: [HostsList.self, HostsForget.self, HostsImport.self, HostsScan.self])
}

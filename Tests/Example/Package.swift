// swift-tools-version: 6.2
import PackageDescription

// A package of its own, as any that depends on the library; run beside it builds and runs it.
let package = Package(
    name: "echo",
    dependencies: [
        // book: GettingStarted 1
        .package(name: "dtlscat", path: "../..")  // Or its URL, and .upToNextMinor(from: "0.1.0").
        // book ends
    ],
    targets: [
        .target(
            name: "EchoExample",
            dependencies: [
                // book: GettingStarted 2
                .product(name: "DTLS", package: "dtlscat")
                // book ends
            ]
        ),
        .executableTarget(name: "echo", dependencies: ["EchoExample"]),
    ]
)

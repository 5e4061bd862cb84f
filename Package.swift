// swift-tools-version: 6.2
import PackageDescription

/// The one set of rules that every Swift target is built by.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "dtlscat",
    products: [
        .library(name: "DTLS", targets: ["DTLS"]),
        .executable(name: "dtlscat", targets: ["dtlscat"]),
    ],
    dependencies: [
        // Percentiles of latencies in constant memory, as HdrHistogram's other ports have them.
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        // Options, help, completions and suggestions for mistyped words.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // The heap behind the listener's timers, and the queue of those who leave it.
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        // File descriptors and errno, typed.
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        .systemLibrary(
            name: "CGnuTLS",
            pkgConfig: "gnutls",
            providers: [.apt(["libgnutls28-dev"]), .brew(["gnutls"])]
        ),
        .target(name: "CLinux"),
        .target(name: "DTLS", dependencies: ["CGnuTLS"], swiftSettings: settings),
        .target(
            name: "Sockets",
            dependencies: [
                "CLinux",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Endpoint",
            dependencies: [
                "DTLS", "Sockets",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Capture",
            dependencies: [
                "Sockets",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Relay",
            dependencies: [
                "Endpoint", "Sockets",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Bench",
            dependencies: [
                "DTLS", "Endpoint", "Sockets",
                .product(name: "Histogram", package: "hdrhistogram-swift"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Impair",
            dependencies: [
                "DTLS", "Sockets",
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(name: "ClientHello", dependencies: ["DTLS"], swiftSettings: settings),
        .target(
            name: "Scan",
            dependencies: [
                "ClientHello", "DTLS", "Sockets",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Probe",
            dependencies: [
                "Bench", "DTLS", "Endpoint", "Sockets",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Trust",
            dependencies: ["DTLS", "Sockets"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "dtlscat",
            dependencies: [
                "Bench", "Capture", "ClientHello", "DTLS", "Endpoint", "Impair", "Probe", "Relay",
                "Scan", "Sockets", "Trust",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            // Unit files for systemd, which `make install` takes from there.
            exclude: ["Service"],
            swiftSettings: settings
        ),
        .target(
            name: "TestSupport", dependencies: ["Sockets"], path: "Tests/TestSupport",
            swiftSettings: settings),
        // Sources of the package that stands for those of others, which the tests run here as well.
        .target(
            name: "EchoExample", dependencies: ["DTLS"], path: "Tests/Example/Sources/EchoExample",
            swiftSettings: [.treatAllWarnings(as: .error)]),
        .testTarget(
            name: "DTLSTests", dependencies: ["DTLS", "EchoExample", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "SocketsTests",
            dependencies: [
                "Sockets", "TestSupport",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "EndpointTests",
            dependencies: ["DTLS", "Endpoint", "Sockets", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "CaptureTests",
            dependencies: [
                "Capture", "Sockets", "TestSupport",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "RelayTests", dependencies: ["Relay", "Sockets", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "BenchTests",
            dependencies: ["Bench", "DTLS", "Endpoint", "Sockets", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ImpairTests", dependencies: ["DTLS", "Impair", "Sockets", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ProbeTests", dependencies: ["DTLS", "Probe", "Sockets", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ClientHelloTests", dependencies: ["ClientHello", "DTLS", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ScanTests",
            dependencies: [
                "ClientHello", "DTLS", "Scan", "Sockets", "TestSupport",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "TrustTests", dependencies: ["DTLS", "Sockets", "Trust", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "CommandTests", dependencies: ["DTLS", "dtlscat", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "FaultTests",
            dependencies: ["DTLS", "dtlscat", "Endpoint", "Sockets", "TestSupport"],
            exclude: ["README.md"], swiftSettings: settings),
        .testTarget(
            name: "InteropTests", dependencies: ["dtlscat", "TestSupport"],
            swiftSettings: settings),
    ]
)

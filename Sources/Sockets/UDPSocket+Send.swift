internal import CLinux
internal import Glibc
package import SystemPackage

/// How a send went.
package struct SendResult: Sendable {
    /// What stopped it, if anything did.
    package enum Outcome: Sendable {
        /// All of it is handed over.
        case complete

        /// The socket is full: send the rest when it can be written.
        case wouldBlock

        /// The first of the rest is too long for the path, whose MTU is given where it is known.
        case tooLarge(mtu: Int?)

        /// The last of what is counted as sent was refused and is given up.
        case failed(Errno)
    }

    /// The bytes from the front that are done with: whole datagrams, sent or given up.
    package let bytesSent: Int

    /// What stopped it, if anything did.
    package let outcome: Outcome
}

extension UDPSocket {
    /// Sends a run of datagrams: `segmentSize` bytes each, the last may be shorter.
    ///
    /// Many leave in one call where the kernel segments them (`UDP_SEGMENT`). Where kernel or
    /// device refuse that, which a device without checksum offload does when it is first tried,
    /// the same bytes leave one by one, and so does everything after: nothing is lost or sent
    /// twice.
    ///
    /// - Parameters:
    ///   - bytes: the datagrams, back to back.
    ///   - segmentSize: the size of each but the last, in bytes.
    ///   - remote: where to; `nil` on a connected socket.
    ///   - local: the address to leave from; the kernel's choice where `nil`.
    package func send(
        _ bytes: Span<UInt8>, segmentSize: Int, to remote: SocketAddress? = nil,
        from local: SocketAddress? = nil
    ) -> SendResult {
        let target = remote?.storage(for: family)
        let source = local?.storage(for: family).storage
        var offset = 0
        var retries = 0
        var isRefused = false
        while offset < bytes.count {
            let rest = bytes.count - offset
            let isRun = segments && !isRefused && rest > segmentSize
            let count = isRun ? min(rest, Self.largestRun(of: segmentSize)) : min(rest, segmentSize)
            let isSegmented = isRun && count > segmentSize
            let result = unsafe bytes.extracting(offset..<offset + count).withUnsafeBytes { run in
                unsafe call(run, isSegmented ? UInt16(segmentSize) : 0, target, source)
            }
            if result >= 0 {
                offset += count
                retries = 0
                // Alone it passes: it was the run that was refused, and will be again.
                if isRefused { segments = false }
                continue
            }
            switch Errno(rawValue: errno) {
            case .interrupted:
                continue
            case .resourceTemporarilyUnavailable:
                return SendResult(bytesSent: offset, outcome: .wouldBlock)
            case .noBufferSpace where retries == 0:
                return SendResult(bytesSent: offset, outcome: .wouldBlock)
            case .messageTooLong:
                return SendResult(bytesSent: offset, outcome: .tooLarge(mtu: knownMTU(to: remote)))
            case .ioError where isSegmented, .invalidArgument where isSegmented,
                .notSupportedOnSocket where isSegmented, .protocolNotAvailable where isSegmented:
                // The size may be the reason too: the first of them shows it, sent alone.
                isRefused = true
            case let error where retries == 0 && isPending(error):
                // The error of an earlier datagram, told instead of sending this one.
                retries += 1
            case let error:
                let given = min(rest, segmentSize)
                return SendResult(bytesSent: offset + given, outcome: .failed(error))
            }
        }
        return SendResult(bytesSent: offset, outcome: .complete)
    }

    /// Sends one datagram that may be cut into fragments on its way, for a record that was sealed
    /// before the path became too small for it.
    package func sendFragmented(
        _ datagram: Span<UInt8>, to remote: SocketAddress? = nil, from local: SocketAddress? = nil
    ) -> SendResult {
        allowFragments(true)
        defer { allowFragments(!options.dontFragment) }
        return send(datagram, segmentSize: max(datagram.count, 1), to: remote, from: local)
    }

    private func call(
        _ run: UnsafeRawBufferPointer, _ segment: UInt16,
        _ target: (storage: sockaddr_storage, length: socklen_t)?, _ source: sockaddr_storage?
    ) -> Int {
        let raw = descriptor.rawValue
        func send(
            _ target: UnsafePointer<sockaddr>?, _ length: socklen_t,
            _ source: UnsafePointer<sockaddr>?
        ) -> Int {
            unsafe clinux_send(raw, run.baseAddress, run.count, segment, target, length, source)
        }
        // Each address is lent for the length of the call.
        guard let target else { return send(nil, 0, nil) }
        return unsafe withAddress(target.storage) { address in
            guard let source else { return unsafe send(address, target.length, nil) }
            return unsafe withAddress(source) { source in
                unsafe send(address, target.length, source)
            }
        }
    }

    private func knownMTU(to remote: SocketAddress?) -> Int? {
        if let remote { pathMTU(to: remote) } else { pathMTU }
    }

    private func isPending(_ error: Errno) -> Bool {
        switch error {
        case .connectionRefused, .noRouteToHost, .networkUnreachable, .hostIsDown: true
        default: false
        }
    }

    /// The most bytes of one call: 64 segments (the kernel's UDP_MAX_SEGMENTS), within the largest
    /// UDP payload.
    private static func largestRun(of segmentSize: Int) -> Int {
        max(1, min(64, 65_507 / max(segmentSize, 1))) * segmentSize
    }
}

internal import CLinux
internal import Glibc
internal import SystemPackage

/// Sending: as many datagrams a call as the kernel takes, and each of them once.
extension UDPSocket {
    /// Sends `bytes` as datagrams of `segmentSize` bytes, the last of which may be shorter; no bytes
    /// are one empty datagram. `peer` is nil where the socket is connected. `source`, one of this
    /// machine's addresses (its port is not looked at), is where they are to come from; nil leaves
    /// it to the routes.
    ///
    /// The corresponding C function is `sendmsg`, with `UDP_SEGMENT`, `IP_PKTINFO`.
    package func send(
        _ bytes: Span<UInt8>, segmentSize: Int, to peer: SocketAddress? = nil,
        from source: SocketAddress? = nil
    ) -> SendResult {
        precondition(segmentSize > 0 || bytes.isEmpty)
        // The span, and both addresses, are lent for the whole of the call.
        return unsafe bytes.withUnsafeBytes { bytes in
            unsafe peer.withKernelAddress(for: family) { address, length in
                unsafe source.withKernelAddress(for: family) { source, _ in
                    let route = unsafe Route(address: address, length: length, source: source)
                    var result = unsafe sendAll(bytes, segmentSize: segmentSize, route)
                    if case .tooLarge = result.outcome {
                        result.outcome = .tooLarge(mtu: peer.map(pathMTU(to:)) ?? pathMTU)
                    }
                    return result
                }
            }
        }
    }

    /// Sends `bytes` as one datagram that may be fragmented: for what has been sealed already when
    /// the path turns out to be smaller than it.
    ///
    /// The corresponding C function is `sendmsg`, with `IP_MTU_DISCOVER` at `IP_PMTUDISC_DONT`.
    package func sendFragmented(
        _ bytes: Span<UInt8>, to peer: SocketAddress? = nil, from source: SocketAddress? = nil
    ) -> SendResult {
        setDiscovery(IP_PMTUDISC_DONT)
        defer { if options.dontFragment { setDiscovery(IP_PMTUDISC_DO) } }
        return send(bytes, segmentSize: max(bytes.count, 1), to: peer, from: source)
    }

    /// The addresses of a send, alive until it has returned.
    @unsafe private struct Route {
        let address: UnsafePointer<sockaddr>?
        let length: socklen_t
        let source: UnsafePointer<sockaddr>?
    }

    private func sendAll(
        _ bytes: UnsafeRawBufferPointer, segmentSize: Int, _ route: Route
    ) -> SendResult {
        let limit = min(Self.maximumSegments, Self.maximumBytes / max(segmentSize, 1)) * segmentSize
        var sent = 0
        repeat {
            let left = bytes.count - sent
            let size = min(segmentSize, left)
            var run = segmentation && size < left ? max(min(limit, left), size) : size
            let start = unsafe bytes.baseAddress.map { unsafe $0 + sent }
            var errno: Errno?
            if run > size {
                errno = unsafe transmit(start, run, segmentSize: size, route)
                if let refusal = errno, Self.mayRefuseSegmentation(refusal) {
                    // Either no run leaves from here, or this segment is too long for the path (an
                    // older kernel says EINVAL to that too): its being sent alone tells.
                    run = size
                    errno = unsafe transmit(start, size, segmentSize: 0, route)
                    if errno == nil && refusal != .messageTooLong { giveUpSegmentation() }
                }
            } else {
                errno = unsafe transmit(start, size, segmentSize: 0, route)
            }
            if let errno {
                return failure(errno, sent: sent, segment: size)
            }
            sent += run
        } while sent < bytes.count
        return SendResult(bytesSent: sent, outcome: .complete)
    }

    private func failure(_ errno: Errno, sent: Int, segment: Int) -> SendResult {
        switch errno {
        case .wouldBlock, .resourceTemporarilyUnavailable:
            return SendResult(bytesSent: sent, outcome: .wouldBlock)
        case .noBufferSpace:
            counters.noBuffers += 1
            return SendResult(bytesSent: sent, outcome: .wouldBlock)
        case .messageTooLong:
            return SendResult(bytesSent: sent, outcome: .tooLarge(mtu: nil))
        default:
            return SendResult(bytesSent: sent + segment, outcome: .failed(errno))
        }
    }

    /// One call of `sendmsg`, made again where a signal came in between, and once more after an
    /// error: it may be an earlier datagram's, which the kernel reports to the next call and forgets,
    /// without sending what the call was made for.
    private func transmit(
        _ start: UnsafeRawPointer?, _ count: Int, segmentSize: Int, _ route: Route
    ) -> Errno? {
        var isSecond = false
        while true {
            let result = unsafe clinux_send(
                descriptor.rawValue, start, count, UInt16(segmentSize), route.address,
                route.length, route.source)
            guard result < 0 else {
                if segmentSize > 0 { counters.gsoSends += 1 } else { counters.plainSends += 1 }
                return nil
            }
            let errno = Errno(rawValue: Glibc.errno)
            switch errno {
            case .interrupted: continue
            case .wouldBlock, .resourceTemporarilyUnavailable, .noBufferSpace: return errno
            default: break
            }
            guard !isSecond else { return errno }
            isSecond = true
        }
    }

    private func giveUpSegmentation() {
        segmentation = false
        counters.gsoRefused = true
    }

    /// EIO: the device computes no checksums. EMSGSIZE, in newer kernels: a segment is too long for the
    /// path. The others: kernels, tunnels, sockets without it.
    private static func mayRefuseSegmentation(_ errno: Errno) -> Bool {
        switch errno {
        case .ioError, .invalidArgument, .notSupported, .protocolNotAvailable,
            .messageTooLong:
            true
        default: false
        }
    }

    private func setDiscovery(_ mode: Int32) {
        Self.set(descriptor, SOL_IP, IP_MTU_DISCOVER, mode)
        if family == .v6 { Self.set(descriptor, SOL_IPV6, IPV6_MTU_DISCOVER, mode) }
    }

    /// `UDP_MAX_SEGMENTS` of the kernel, before it became 128.
    private static let maximumSegments = 64

    /// What one UDP datagram of IPv4 holds at most, which also bounds a run of them.
    private static let maximumBytes = 65_507
}

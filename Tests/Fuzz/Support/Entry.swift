import Glibc

/// What libFuzzer calls for each input; a target defines `fuzz(_:)`, which returns where all is as it
/// should be, and traps where it is not.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    steadyBegin()
    fuzz([UInt8](UnsafeBufferPointer(start: data, count: count)))
    steadyEnd()
    return 0
}

/// Ends the run as a finding where `condition` does not hold.
@inline(__always)
func check(
    _ condition: Bool, _ what: @autoclosure () -> String, file: StaticString = #file,
    line: UInt = #line
) {
    if !condition { fatalError(what(), file: file, line: line) }
}

@_silgen_name("steady_begin") private func steadyBegin()
@_silgen_name("steady_end") private func steadyEnd()
@_silgen_name("steady_move") private func steadyMove(_ nanoseconds: UInt64)

/// Lets time pass for all that asks the clock, until the end of the run.
func letPass(milliseconds: Int) { steadyMove(UInt64(milliseconds) * 1_000_000) }

/// Tells what happens, where somebody wants to know: FUZZ_TRACE is set.
func trace(_ text: @autoclosure () -> String) {
    guard isTracing else { return }
    let line = Array("\(text())\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
}

private let isTracing = getenv("FUZZ_TRACE") != nil

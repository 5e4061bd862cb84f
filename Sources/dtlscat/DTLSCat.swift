@main
struct DTLSCat {
    static func main() {}
}

# What `tools/package` and `tools/test-in-wine` have in common: the compiler for Windows, from Debian 12's packages.
# To be sourced by bash in the root of the repository.
#
# rustup's targets come from a server that many builders cannot reach, and Debian has no standard library for Windows.
# So the standard library is compiled too, from Debian's source of it; RUSTC_BOOTSTRAP allows a stable compiler to do so.

windows_target=x86_64-pc-windows-gnu
windows_folder=$PWD/target/windows

# need CHECK PACKAGE...: installs Debian packages unless the command CHECK succeeds.
need() {
    local check=$1
    shift
    if eval "$check" >/dev/null 2>&1; then return; fi
    echo "installing $*" >&2
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    eval "$check" >/dev/null || {
        echo "still missing after apt-get install $*: $check" >&2
        return 1
    }
}

need_windows_compiler() {
    need '[ -x /usr/bin/rustc ]' rustc-web
    need '[ -x /usr/bin/cargo ]' cargo-web
    need '[ -e /usr/lib/rustlib/src/rust/library/std/Cargo.toml ]' rust-web-src
    need 'type -P x86_64-w64-mingw32-gcc' gcc-mingw-w64-x86-64
}

# windows_cargo COMMAND ARGUMENT...: cargo for Windows, with a target folder of its own.
windows_cargo() {
    local command=$1
    shift
    RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc CARGO_TARGET_DIR=$windows_folder \
        /usr/bin/cargo "$command" --locked -Zbuild-std=std,panic_unwind --target "$windows_target" "$@"
}

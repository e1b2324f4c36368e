//! Makes a release build notice that the web build inside it has changed. A debug build reads the
//! folder when it runs, and need not know.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../../web/dist");
    }
}

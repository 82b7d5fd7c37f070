//! README's example is a program for the board, which the testsuite compiles and runs.

#[test]
fn the_example_is_the_program() {
    let readme = include_str!("../README.md");
    let program = include_str!("../examples/firmware/src/bin/readme.rs");
    let blocks: Vec<_> = readme.split("```rust").skip(1).collect();
    let [block] = blocks[..] else { panic!("README has {} blocks of Rust", blocks.len()) };
    let (attributes, code) = block.split_once('\n').unwrap();
    assert_eq!(attributes, ",ignore");
    let code = code.split("```").next().unwrap();
    assert!(program.ends_with(code), "README's example and the program differ");
}

// A generator borrows from what it captured, by reference and by value.
//@ run-pass
//@ lowered: 2
#![feature(gen_blocks)]

fn words(text: &str) -> impl Iterator<Item = &str> {
    gen move {
        let mut rest = text;
        while let Some((word, after)) = rest.split_once(' ') {
            yield word;
            rest = after;
        }
        yield rest;
    }
}

fn main() {
    assert_eq!(words("a bc d").collect::<Vec<_>>(), ["a", "bc", "d"]);
    let mut seen = Vec::new();
    let counted = gen {
        for word in words("x y") {
            seen.push(word.len());
            yield word.to_owned();
        }
    };
    assert_eq!(counted.collect::<String>(), "xy");
    assert_eq!(seen, [1, 1]);
}

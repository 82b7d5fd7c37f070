// A generator that boxes itself.
//@ run-pass
//@ lowered: 1
#![feature(gen_blocks)]

enum Tree {
    Leaf(u32),
    Node(Box<Tree>, Box<Tree>),
}

impl Tree {
    fn leaves(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        Box::new(gen move {
            match self {
                Tree::Leaf(number) => yield *number,
                Tree::Node(left, right) => {
                    for number in left.leaves() {
                        yield number;
                    }
                    for number in right.leaves() {
                        yield number;
                    }
                }
            }
        })
    }
}

fn main() {
    let leaf = |number| Box::new(Tree::Leaf(number));
    let tree = Tree::Node(leaf(1), Box::new(Tree::Node(leaf(2), leaf(3))));
    assert_eq!(tree.leaves().collect::<Vec<_>>(), [1, 2, 3]);
}

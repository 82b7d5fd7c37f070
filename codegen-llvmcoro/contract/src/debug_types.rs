//! What debug information says about coroutine types.
//!
//! rustc describes a coroutine as it would lay it out itself: a variant for each state, which is the
//! tag's value. These types say what is different in a frame that LLVM laid out: the tag's values,
//! and what lives in the frame in each of them.

use serde::Serialize;

/// A coroutine type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoroutineType {
    /// The identifier of its node in the module's debug information.
    pub id: String,
    /// The symbol of its resume function, if the module has it.
    pub function: Option<String>,
    /// Its states, one for each value of the tag.
    pub states: Vec<State>,
}

/// The types as the JSON that `cpp/debug_types.cpp` reads.
pub fn to_json(types: &[CoroutineType]) -> String {
    serde_json::to_string(types).expect("strings and numbers are JSON")
}

/// A coroutine in one value of its tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct State {
    /// The tag's value.
    pub tag: u32,
    /// rustc's variant, whose place in the source this state has.
    pub variant: u32,
    /// The name of its type, within the coroutine's.
    pub name: String,
    /// What the debugger finds in the frame.
    pub contents: Contents,
}

/// What is in a frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Contents {
    /// These values.
    Fields(Vec<Field>),
    /// What rustc said.
    AsRustcSays,
    /// Another unit, which has the coroutine's resume function, describes the type of this name.
    Elsewhere(String),
}

/// A value in a frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// The variable, or a name that is none.
    pub name: String,
    /// Whether it is the future that the state waits for.
    pub awaited: bool,
    /// Offset in bytes.
    pub offset: u64,
    /// Size in bytes.
    pub size: u64,
    /// Alignment in bytes.
    pub align: u64,
    /// The type.
    #[serde(rename = "type")]
    pub ty: Type,
}

/// The type of a value. Sizes are in bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// One whose node in the debug information has an identifier. If the module has no such node, a
    /// debugger finds the type by its name.
    Named {
        /// The identifier.
        id: String,
        /// The name with its path.
        name: String,
    },
    /// A type of DWARF's own.
    Basic {
        /// The name.
        name: String,
        /// The size.
        size: u64,
        /// What its bits mean.
        encoding: Encoding,
    },
    /// A pointer without metadata.
    Pointer {
        /// The name.
        name: String,
        /// The size.
        size: u64,
        /// What it points to, if there is a type for it.
        to: Option<Box<Type>>,
    },
    /// An array.
    Array {
        /// The number of elements.
        count: u64,
        /// The size.
        size: u64,
        /// The alignment in bytes.
        align: u64,
        /// The type of its elements.
        of: Box<Type>,
    },
    /// An awaited coroutine whose tag is part of the awaiter's: the type of the state that it is in.
    State {
        /// The identifier of the awaited coroutine.
        coroutine: String,
        /// The value that its own tag would have.
        tag: u32,
        /// The name of the state's type with its path.
        name: String,
    },
}

/// What the bits of a basic type mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Encoding {
    Boolean,
    Char,
    Float,
    Signed,
    Unsigned,
}

/// The name of the type of the state whose tag has the value `tag`; rustc names variants alike.
pub fn state_name(tag: u32) -> String {
    match tag {
        0 => "Unresumed".to_owned(),
        1 => "Returned".to_owned(),
        2 => "Panicked".to_owned(),
        suspended => format!("Suspend{}", suspended - 3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_states_are_rustcs() {
        let names: Vec<String> = (0..5).map(state_name).collect();
        assert_eq!(names, ["Unresumed", "Returned", "Panicked", "Suspend0", "Suspend1"]);
    }

    #[test]
    fn the_json_has_the_names_that_are_read() {
        let of = Box::new(Type::Basic { name: "u8".into(), size: 1, encoding: Encoding::Unsigned });
        let ty = Type::Array { count: 4, size: 4, align: 1, of };
        let (name, awaited) = ("a".into(), false);
        let field = Field { name, awaited, offset: 8, size: 4, align: 1, ty };
        let state = |tag, contents| State { tag, variant: 3, name: state_name(tag), contents };
        let states = vec![state(3, Contents::Fields(vec![field])), state(4, Contents::AsRustcSays)];
        let json = to_json(&[CoroutineType { id: "f00".into(), function: None, states }]);
        let expected = r#"[{"id":"f00","function":null,"states":[
            {"tag":3,"variant":3,"name":"Suspend0","contents":{"fields":[
                {"name":"a","awaited":false,"offset":8,"size":4,"align":1,"type":{"array":{
                    "count":4,"size":4,"align":1,"of":{"basic":{
                        "name":"u8","size":1,"encoding":"unsigned"}}}}}]}},
            {"tag":4,"variant":3,"name":"Suspend1","contents":"as_rustc_says"}]}]"#;
        let without_spaces: String = expected.split_whitespace().collect();
        assert_eq!(json, without_spaces);
    }
}

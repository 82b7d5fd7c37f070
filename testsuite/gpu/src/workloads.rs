//! What is run on a GPU: which kernels compute the same, from which input, in how many threads.

use gpu_measure::input::{Content, Input};
use gpu_measure::manifest::{Kernel, Launch, Style, Workload};

/// One warp for each of the 132 multiprocessors of an H100 or H200, which leaves it to each thread to have
/// several loads in flight.
const FEW: Launch = Launch { threads: 132 * 32, block: 32 };

/// As many threads as these GPUs can hold.
const FULL: Launch = Launch { threads: 132 * 2048, block: 256 };

/// Words that stay in the cache of the second level.
const CACHED: Input = Input { content: Content::Random, words: 1 << 18 };

/// The words of 256 MiB, five times as much as that cache has.
const LARGE: u32 = 1 << 26;

/// Fewer words, for kernels that load few.
const SMALL: Input = Input { content: Content::Random, words: 1 << 16 };

/// The workload of executors.
const EXECUTORS: &str = "embassy";

/// All workloads. Those whose threads wait for each other are the last, behind that of executors.
pub fn all() -> Vec<Workload> {
    let mut all = vec![
        workload("simple", CACHED, &[FULL], vec![coroutines("simple")]),
        workload("chain", CACHED, &[FULL], vec![coroutines("chain")]),
        workload("blocks", CACHED, &[FULL], vec![coroutines("blocks")]),
        workload("traits", CACHED, &[FULL], vec![coroutines("traits")]),
        workload("generator", CACHED, &[FULL], vec![coroutines("generator")]),
        workload(
            "select",
            CACHED,
            &[FULL],
            vec![coroutines("select"), coroutines("select_futures")],
        ),
        workload(
            "workflow",
            CACHED,
            &[FULL],
            vec![coroutines("workflow"), plain("workflow_plain")],
        ),
        workload(
            "join_4",
            CACHED,
            &[FULL],
            vec![
                coroutines("join_4_embassy"),
                coroutines("join_4_futures"),
                by_hand("join_4_by_hand"),
                plain("join_4_plain"),
            ],
        ),
        workload("join_8", CACHED, &[FULL], vec![coroutines("join_8_embassy")]),
    ];
    for (name, content) in
        [("chase", Content::Random), ("search", Content::Ascending), ("probe", Content::HashTable)]
    {
        let kernels = vec![
            coroutines(name),
            by_hand(&format!("{name}_by_hand")),
            plain(&format!("{name}_plain")),
        ];
        all.push(workload(name, Input { content, words: LARGE }, &[FEW, FULL], kernels));
    }
    let executors = [32, 1024].map(|threads| Launch { threads, block: 32 });
    all.push(Workload {
        // As the kernel says.
        words_per_thread: 32,
        ..workload(EXECUTORS, SMALL, &executors, vec![coroutines(EXECUTORS)])
    });
    for (name, block, shared_bytes) in [("exchange", 64, 512), ("pipeline", 96, 2048)] {
        let launches = [1, 16].map(|blocks| Launch { threads: 132 * blocks * block, block });
        let kernels = vec![coroutines(name), by_hand(&format!("{name}_by_hand"))];
        all.push(Workload { shared_bytes, ..workload(name, CACHED, &launches, kernels) });
    }
    all
}

/// How the kernel with this name is written, if it is in a workload.
pub fn style(kernel: &str) -> Option<Style> {
    of(kernel).map(|(_, style)| style)
}

/// Whether each thread of this kernel polls its futures by itself: it shares no memory with others, and has no
/// executor, which calls tasks through pointers.
pub fn is_alone(kernel: &str) -> bool {
    of(kernel).is_some_and(|(workload, _)| workload.shared_bytes == 0 && workload.name != EXECUTORS)
}

fn of(kernel: &str) -> Option<(Workload, Style)> {
    all().into_iter().find_map(|workload| {
        let style = workload.kernels.iter().find(|known| known.name == kernel)?.style;
        Some((workload, style))
    })
}

fn workload(name: &str, input: Input, launches: &[Launch], kernels: Vec<Kernel>) -> Workload {
    Workload {
        name: name.to_owned(),
        input,
        words_per_thread: 1,
        shared_bytes: 0,
        kernels,
        launches: launches.to_vec(),
    }
}

fn coroutines(name: &str) -> Kernel {
    Kernel { name: name.to_owned(), style: Style::Coroutines }
}

fn by_hand(name: &str) -> Kernel {
    Kernel { name: name.to_owned(), style: Style::ByHand }
}

fn plain(name: &str) -> Kernel {
    Kernel { name: name.to_owned(), style: Style::Plain }
}

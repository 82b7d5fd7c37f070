//! Kernels that run coroutines on a GPU, one file each, some of them beside the same without coroutines. The
//! same sources are also compiled for the host, whose results are compared with a GPU's.
#![no_std]
#![feature(gen_blocks)]
#![cfg_attr(target_arch = "nvptx64", feature(abi_ptx, stdarch_nvptx))]

#[cfg(not(target_arch = "nvptx64"))]
extern crate std;

#[macro_use]
mod entry;

mod blocks;
mod chain;
mod chase;
mod common;
mod embassy;
mod exchange;
mod generator;
mod join_by_hand;
mod join_embassy;
mod join_futures;
mod pipeline;
mod probe;
mod search;
mod select;
mod select_futures;
mod simple;
mod traits;
mod workflow;

kernels! {
    threads {
        simple::simple
        chain::chain
        blocks::blocks
        traits::traits
        generator::generator
        workflow::workflow
        workflow::workflow_plain
        select::select
        select_futures::select_futures
        join_embassy::join_4_embassy
        join_embassy::join_8_embassy
        join_futures::join_4_futures
        join_by_hand::join_4_by_hand
        join_by_hand::join_4_plain
        chase::chase
        chase::chase_by_hand
        chase::chase_plain
        probe::probe
        probe::probe_by_hand
        probe::probe_plain
        search::search
        search::search_by_hand
        search::search_plain
        embassy::embassy
    }
    blocks {
        exchange::exchange
        exchange::exchange_by_hand
        pipeline::pipeline
        pipeline::pipeline_by_hand
    }
}

//! Trying again.

/// Calls `attempt` until it succeeds, at most `limit` times, and returns the result with the number
/// of failures before it.
pub async fn with_retries<T, E>(
    limit: u32,
    mut attempt: impl AsyncFnMut() -> Result<T, E>,
) -> (Result<T, E>, u32) {
    let mut failures = 0;
    loop {
        match attempt().await {
            Err(_) if failures + 1 < limit => failures += 1,
            result => return (result, failures),
        }
    }
}

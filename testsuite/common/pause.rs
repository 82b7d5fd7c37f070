// Included in modules that import `Future`, `Pin`, `Context` and `Poll`.

/// Pending as often as it says, then ready.
pub struct Pause(pub u32);

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        Poll::Pending
    }
}

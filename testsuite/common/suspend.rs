// Included in modules that import `Future`, `Pin`, `Context` and `Poll`.

/// Pending once.
pub struct Suspend(pub bool);

impl Future for Suspend {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0 {
            return Poll::Ready(());
        }
        self.0 = true;
        Poll::Pending
    }
}

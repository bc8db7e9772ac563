use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
};

/// Functions to be called when something happens. One that panics is not called again.
pub(crate) struct Hooks<A: ?Sized>(Mutex<Vec<Hook<A>>>);

type Hook<A> = Arc<Mutex<Box<dyn FnMut(&A) + Send>>>;

impl<A: ?Sized> Hooks<A> {
    pub(crate) fn add(&self, hook: impl FnMut(&A) + Send + 'static) {
        let hook: Box<dyn FnMut(&A) + Send> = Box::new(hook);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::new(Mutex::new(hook)));
    }

    /// Calls them all, in the order in which they were added, and says what those that panicked said. They may add others,
    /// which are called from the next time on.
    pub(crate) fn call(&self, argument: &A) -> Vec<String> {
        let hooks = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut panics = Vec::new();
        for hook in hooks {
            let Ok(mut function) = hook.lock() else { continue };
            let Err(payload) = catch_unwind(AssertUnwindSafe(|| function(argument))) else { continue };
            drop(function);
            self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|other| !Arc::ptr_eq(other, &hook));
            let text = payload.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
            panics.push(text.unwrap_or("it does not say why").to_owned());
        }
        panics
    }
}

impl<A: ?Sized> Default for Hooks<A> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<A: ?Sized> fmt::Debug for Hooks<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hooks(..)")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn one_that_panics_is_told_of_and_not_called_again() {
        let hooks = Hooks::<str>::default();
        let calls = Arc::new(AtomicU32::new(0));
        hooks.add(|_| panic!("no"));
        let counter = calls.clone();
        hooks.add(move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        assert_eq!(hooks.call("x"), ["no"]);
        assert_eq!(hooks.call("x"), [""; 0]);
        assert_eq!(calls.load(Ordering::Relaxed), 2);
    }
}

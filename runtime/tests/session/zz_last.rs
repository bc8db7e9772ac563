//! What runs after everything else: the last name of the last phase.

use std::{env, fs};

use hapi_test_runtime::{
    ops::view_state,
    test_case::{ContextRequirement, Leaky, Need, Traits},
};

use crate::{register::leaky, repeatable::DIGEST};

const LAST: Traits = Traits { needs: &[Need::StateAccess], ..leaky(Leaky::new(&ContextRequirement::ALL)) };

test!("leaves_what_there_is", LAST, async |spec| {
    let Some(path) = env::var_os(DIGEST) else { return Ok(()) };
    spec.run(view_state(move |state| fs::write(path, state.save()).expect("the test before made room")))
        .await?;
});

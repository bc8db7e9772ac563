use alloc::vec;

use hapi_proto::services::{TokenPauseTransactionBody, TokenUnpauseTransactionBody, transaction_body::Data};

use super::super::testing::{Bench, NOBODY, TOKEN, codes::*, role, signs, token_id};
use crate::state::TokenKeys;

type Pause = TokenPauseTransactionBody;
type Unpause = TokenUnpauseTransactionBody;

fn bench() -> Bench {
    Bench::new()
        .fungible(TOKEN, |_| {})
        .fungible(1100, |token| token.deleted = true)
        .fungible(1101, |token| token.keys = TokenKeys::default().into())
}

#[test]
fn refuses() {
    let of = |num| Pause { token: Some(token_id(num)) };
    bench().refuses(
        Data::TokenPause,
        &of(TOKEN),
        &[
            ("nothing", |op| op.token = None, InvalidTokenId),
            ("unknown", |op| op.token = Some(token_id(NOBODY)), InvalidTokenId),
            ("deleted", |op| op.token = Some(token_id(1100)), TokenWasDeleted),
            ("without key", |op| op.token = Some(token_id(1101)), TokenHasNoPauseKey),
        ],
    );
    let of = |num| Unpause { token: Some(token_id(num)) };
    bench().refuses(
        Data::TokenUnpause,
        &of(TOKEN),
        &[
            ("nothing", |op| op.token = None, InvalidTokenId),
            ("unknown", |op| op.token = Some(token_id(NOBODY)), InvalidTokenId),
            ("deleted", |op| op.token = Some(token_id(1100)), TokenWasDeleted),
            ("without key", |op| op.token = Some(token_id(1101)), TokenHasNoPauseKey),
        ],
    );
}

#[test]
fn a_token_is_paused_and_unpaused_however_often() {
    let (mut bench, token) = (bench(), Some(token_id(TOKEN)));
    let (pause, unpause) = (Data::TokenPause(Pause { token }), Data::TokenUnpause(Unpause { token }));
    for (data, paused) in [(&pause, true), (&pause, true), (&unpause, false), (&unpause, false)] {
        bench.run(data.clone()).unwrap();
        assert_eq!(bench.get_token(TOKEN).paused, paused);
    }
}

#[test]
fn who_may_pause_signs() {
    let token = Some(token_id(TOKEN));
    for data in [Data::TokenPause(Pause { token }), Data::TokenUnpause(Unpause { token })] {
        assert_eq!(bench().signers(data.clone()), Ok(vec![signs(role::PAUSE)]));
        assert!(bench().usage(data).extras().is_empty());
    }
}

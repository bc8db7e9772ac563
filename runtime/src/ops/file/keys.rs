//! Who may change a file.

use hapi_proto::services::{FileId, Key, KeyList, key};

use crate::{
    keys::{ControlledShape, KeyShape, SigControl, Signer},
    registry::Subject,
    spec::Spec,
};

/// A file has a key list; a key that is none becomes the only part of one.
pub(crate) fn as_list(key: Key) -> KeyList {
    match key.key {
        Some(key::Key::KeyList(list)) => list,
        _ => KeyList { keys: vec![key] },
    }
}

/// The key list as the key that the registry has of the file.
pub(super) fn as_key(keys: &KeyList) -> Key {
    Key::list(keys.keys.clone())
}

/// The shape of a key list: a shape that is none becomes the only part of one.
pub(super) fn as_list_shape(shaped: ControlledShape) -> ControlledShape {
    match shaped.shape {
        KeyShape::List(_) => shaped,
        shape => ControlledShape {
            shape: KeyShape::List(vec![shape]),
            control: shaped.control.map(|control| SigControl::Nested(vec![control])),
        },
    }
}

/// Who signs of a file's key list, where it was made of this key by [`as_list`].
pub(super) fn as_list_control(key: &Key, control: SigControl) -> SigControl {
    match (&key.key, control) {
        (Some(key::Key::KeyList(_)), control) | (_, control @ (SigControl::On | SigControl::Off)) => control,
        (_, control) => SigControl::Nested(vec![control]),
    }
}

/// The key that the spec knows of the file, to sign with. Of a file that it knows no key of, nobody signs.
pub(super) fn signer(file: &Subject<FileId>, spec: &Spec) -> Option<Signer> {
    let name = file.name(spec)?;
    spec.registry().find::<Key>(&name).map(|_| Signer::Named(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{ED25519, OFF, ON, list_of, thresh_of};
    use crate::sigs;

    #[test]
    fn what_is_no_list_becomes_the_only_part_of_one() {
        let primitive = Key::ed25519(vec![7; 32]);
        let list = Key::list(vec![primitive.clone(), primitive.clone()]);
        assert_eq!(as_list(primitive.clone()).keys, std::slice::from_ref(&primitive));
        assert_eq!(as_key(&as_list(list.clone())), list);
        let shaped = as_list_shape(thresh_of(1, 2).signed_with(sigs![ON, OFF]));
        assert_eq!(shaped.shape, KeyShape::List(vec![thresh_of(1, 2)]));
        assert_eq!(shaped.control, Some(sigs![sigs![ON, OFF]]));
        assert_eq!(as_list_shape(list_of([ED25519]).into()).shape, list_of([ED25519]));
        assert_eq!(as_list_control(&primitive, sigs![ON]), sigs![sigs![ON]]);
        assert_eq!(as_list_control(&primitive, ON), ON);
        assert_eq!(as_list_control(&list, sigs![ON, OFF]), sigs![ON, OFF]);
    }
}

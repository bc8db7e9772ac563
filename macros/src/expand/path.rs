//! Where the expansion finds the runtime.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::Path;

/// The facade's module for the macros of this version, and no other: what is in it may change in any release.
pub(super) fn private() -> Ident {
    format_ident!("__private_{}", env!("CARGO_PKG_VERSION").replace(['.', '-', '+'], "_"))
}

/// That module as seen from where the test stands.
pub(super) fn here(crate_path: Option<&Path>) -> TokenStream {
    let private = private();
    crate_path.map_or_else(|| quote!(::hapi_test::#private), |path| quote!(#path::#private))
}

/// That module as seen from a module inside, and what this module has to import for it.
pub(super) fn inside(crate_path: Option<&Path>) -> (TokenStream, Option<TokenStream>) {
    let Some(path) = crate_path.filter(|path| path.leading_colon.is_none()) else {
        return (here(crate_path), None);
    };
    let private = private();
    let first = &path.segments[0].ident;
    if first == "crate" || first == "$crate" {
        (here(Some(path)), None)
    } else if first == "super" {
        (quote!(super::#path::#private), None)
    } else if first == "self" {
        let rest = path.segments.iter().skip(1).map(|segment| &segment.ident);
        (quote!(super::#(#rest::)*#private), None)
    } else {
        // Either a name in the module around or another crate: only resolving it tells.
        let import = quote! {
            #[allow(unused_imports, clippy::wildcard_imports)]
            use super::*;
        };
        (quote!(#path::#private), Some(import))
    }
}

/// A name of our own, which no expression of the user's can see, nor any constant of the user's be taken for.
pub(super) fn local(name: &str) -> Ident {
    format_ident!("__{name}", span = Span::mixed_site())
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn the_module_carries_the_version() {
        let [major, minor, patch] = [
            env!("CARGO_PKG_VERSION_MAJOR"),
            env!("CARGO_PKG_VERSION_MINOR"),
            env!("CARGO_PKG_VERSION_PATCH"),
        ];
        assert_eq!(here(None).to_string(), format!(":: hapi_test :: __private_{major}_{minor}_{patch}"));
    }

    #[test]
    fn paths_mean_the_same_one_module_further_in() {
        let private = private();
        let (path, import) = inside(None);
        assert_eq!((path.to_string(), import.is_some()), (format!(":: hapi_test :: {private}"), false));
        for (given, seen, imports) in [
            (parse_quote!(::hapi), ":: hapi", false),
            (parse_quote!(crate::hapi), "crate :: hapi", false),
            (parse_quote!(self::hapi), "super :: hapi", false),
            (parse_quote!(super::hapi), "super :: super :: hapi", false),
            (parse_quote!(hapi::inner), "hapi :: inner", true),
        ] {
            let (path, import) = inside(Some(&given));
            assert_eq!((path.to_string(), import.is_some()), (format!("{seen} :: {private}"), imports));
        }
    }
}

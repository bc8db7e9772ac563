//! What sets a test or a suite apart, as constants of the runtime's types.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::LitStr;

use crate::model::{Leaky, Need, Traits, Venue};

/// The static that holds the traits, shared by all cases; nothing for a plain test.
pub(super) fn declaration(traits: &Traits) -> TokenStream {
    if traits.is_plain() {
        return TokenStream::new();
    }
    let Traits { attribute, extended, leaky, needs, venue, order } = traits;
    let leaky = leaky_option(leaky.as_ref());
    let needs = needs.iter().map(need);
    let venue = self::venue(venue);
    let order = option(order.as_ref());
    quote! {
        static __TRAITS: __hapi::Traits = __hapi::Traits {
            attribute: #attribute,
            extended: #extended,
            leaky: #leaky,
            needs: &[#(#needs),*],
            venue: #venue,
            order: #order,
        };
    }
}

/// What refers to it.
pub(super) fn reference(traits: &Traits) -> TokenStream {
    if traits.is_plain() { quote!(&__hapi::Traits::PLAIN) } else { quote!(&__TRAITS) }
}

/// What a test or a suite changes for others.
pub(super) fn leaky_option(leaky: Option<&Leaky>) -> TokenStream {
    let leaky = leaky.map(|Leaky { reasons, overrides, throttles, fees, reads }| {
        let (throttles, fees) = (option(throttles.as_ref()), option(fees.as_ref()));
        let reads = reads.as_ref().map(|reads| quote!(&[#(__hapi::ContextRequirement::#reads),*]));
        let reads = option(reads.as_ref());
        quote! {
            __hapi::Leaky {
                reasons: &[#(__hapi::ContextRequirement::#reasons),*],
                overrides: &[#(#overrides),*],
                throttles: #throttles,
                fees: #fees,
                reads: #reads,
            }
        }
    });
    option(leaky.as_ref())
}

fn need(need: &Need) -> TokenStream {
    match need {
        Need::Embedded(reason) => quote!(__hapi::Need::Embedded(__hapi::EmbeddedReason::#reason)),
        Need::Repeatable(reason) => quote!(__hapi::Need::Repeatable(__hapi::RepeatableReason::#reason)),
        Need::Plain(variant) => {
            let variant = quote::format_ident!("{variant}");
            quote!(__hapi::Need::#variant)
        }
    }
}

fn venue(venue: &Venue) -> TokenStream {
    match venue {
        Venue::Shared => quote!(__hapi::Venue::Shared),
        Venue::Reset => quote!(__hapi::Venue::Reset),
        Venue::Genesis(overrides) => {
            let overrides = pairs(overrides);
            quote!(__hapi::Venue::Genesis { overrides: #overrides })
        }
        Venue::Restart { restart_type, setup, restart } => {
            let (setup, restart) = (pairs(setup), pairs(restart));
            let restart_type =
                restart_type.as_ref().map_or_else(|| quote!(Genesis), ToTokens::to_token_stream);
            quote! {
                __hapi::Venue::Restart(__hapi::Restart {
                    restart_type: __hapi::RestartType::#restart_type,
                    setup_overrides: #setup,
                    restart_overrides: #restart,
                })
            }
        }
    }
}

fn pairs(pairs: &[(LitStr, LitStr)]) -> TokenStream {
    let pairs = pairs.iter().map(|(name, value)| quote!((#name, #value)));
    quote!(&[#(#pairs),*])
}

fn option(value: Option<&impl ToTokens>) -> TokenStream {
    match value {
        None => quote!(::core::option::Option::None),
        Some(value) => quote!(::core::option::Option::Some(#value)),
    }
}

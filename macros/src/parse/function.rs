//! The function that the attribute stands on.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, FnArg, Result, ReturnType, Signature, Token, Visibility,
    parse::{ParseStream, Parser},
    parse_quote,
};

/// A function with its body unread.
///
/// The body passes through as it is: parsing it would be most of the macro's time, and would leave the editor without
/// any expansion while a line of it is half typed.
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    pub(crate) body: TokenStream,
}

impl Function {
    /// Reads the function under `#[attribute]`.
    pub(crate) fn parse(attribute: &str, what: &str, item: TokenStream) -> Result<Self> {
        (|input: ParseStream<'_>| Self::read(attribute, what, input)).parse2(item)
    }

    fn read(attribute: &str, what: &str, input: ParseStream<'_>) -> Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        if !starts_function(input) {
            let message = format_args!("expected a function: `#[{attribute}]` stands on {what}");
            return Err(input.error(message));
        }
        let signature = input.parse()?;
        if input.peek(Token![;]) {
            return Err(input.error(format_args!("a `#[{attribute}]` needs a body")));
        }
        Ok(Self { attributes, visibility, signature, body: input.parse()? })
    }
}

/// Whether a function comes next, with any qualifiers.
fn starts_function(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    while ahead.peek(Token![const])
        || ahead.peek(Token![async])
        || ahead.peek(Token![unsafe])
        || ahead.peek(Token![extern])
    {
        let is_extern = ahead.peek(Token![extern]);
        if ahead.parse::<TokenTree>().is_err() {
            return false;
        }
        if is_extern && ahead.peek(syn::LitStr) && ahead.parse::<TokenTree>().is_err() {
            return false;
        }
    }
    ahead.peek(Token![fn])
}

impl Function {
    /// The function without what would make the compiler repeat, in other words, what we have reported already.
    pub(crate) fn without_consequences(mut self) -> Self {
        self.signature.constness = None;
        self.signature.variadic = None;
        if matches!(self.signature.output, ReturnType::Default) {
            // Whatever the body returns, it is this.
            self.signature.output = parse_quote!(-> impl Sized);
        }
        self
    }

    /// The attributes of the parameter.
    pub(crate) fn attributes_of(parameter: &mut FnArg) -> &mut Vec<Attribute> {
        match parameter {
            FnArg::Receiver(receiver) => &mut receiver.attrs,
            FnArg::Typed(typed) => &mut typed.attrs,
        }
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for attribute in &self.attributes {
            attribute.to_tokens(tokens);
        }
        self.visibility.to_tokens(tokens);
        self.signature.to_tokens(tokens);
        self.body.to_tokens(tokens);
    }
}

//! A static without a value: `pub static ALICE: SpecAccount;`.

use syn::{
    Attribute, Expr, Ident, Result, Token, Type, Visibility,
    parse::{Parse, ParseStream},
};

/// A static item, with or without a value.
pub(crate) struct Static {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) mutability: Option<Token![mut]>,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) value: Option<Expr>,
}

impl Static {
    /// Whether a static comes next.
    pub(crate) fn starts(input: ParseStream<'_>) -> bool {
        let ahead = input.fork();
        ahead.call(Attribute::parse_outer).is_ok()
            && ahead.parse::<Visibility>().is_ok()
            && ahead.peek(Token![static])
    }
}

impl Parse for Static {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        input.parse::<Token![static]>()?;
        let mutability = input.parse()?;
        let ident = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        input.parse::<Token![;]>()?;
        Ok(Self { attributes, visibility, mutability, ident, ty, value })
    }
}

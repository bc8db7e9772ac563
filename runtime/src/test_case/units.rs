//! Where the compiler puts the code of tests.
//!
//! An incremental build compiles the functions of a module as one unit, and all of it again when one of them changes; so one
//! line of a file of 1,000 tests would cost the code of all. What counts for a method is not where it is written, but the
//! module of the type that it is a method of. So each test is a method of one of these types, picked by its name.
//!
//! They are few on purpose: the compiler has 256 units for a crate, and where there would be more it merges them by size,
//! which any change of a size may do anew.

macro_rules! units {
    ($($unit:ident)*) => {$(
        /// A unit.
        pub mod $unit {
            /// What a test is a method of.
            #[derive(Debug)]
            pub enum Unit {}
        }
    )*};
}

units! {
    u0 u1 u2 u3 u4 u5 u6 u7 u8 u9 u10 u11 u12 u13 u14 u15 u16 u17 u18 u19 u20 u21 u22 u23 u24 u25 u26 u27 u28 u29 u30 u31
    u32 u33 u34 u35 u36 u37 u38 u39 u40 u41 u42 u43 u44 u45 u46 u47 u48 u49 u50 u51 u52 u53 u54 u55 u56 u57 u58 u59 u60 u61
    u62 u63
}

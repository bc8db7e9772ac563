hapi_test::main!();

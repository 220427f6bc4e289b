// Package typed is for the code that checkpointmanifest generates: it lets calls
// of remembered functions go without package reflect, which costs more than a
// hit in memory.
//
// Bind2x1 is for functions of two parameters and one result, an error included,
// BindV2x1 for those whose second parameter is variadic:
//
//	var _ = typed.Bind2x1(thumbnail)
//
// It must run before [checkpoint.Func] is given the function, which finds what
// is bound by the function's type: all functions of that type share it. Type
// arguments are inferred, so that types that the generated code could not name do no
// harm. A function of a type without a binding is called by reflection; nothing else
// differs.
//
// [checkpoint.Func]: https://pkg.go.dev/github.com/gocheckpoint/checkpoint/runtime/checkpoint#Func
package typed

//go:generate go run gen.go

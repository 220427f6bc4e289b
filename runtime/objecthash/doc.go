// Package objecthash hashes Go values injectively: equal sums mean equal values, up to
// collisions of BLAKE3. It keys calls by their arguments, where a collision would be a
// wrong answer; therefore it refuses, with the path, what it cannot hash faithfully.
//
// # Rules
//
//   - H1 Tags. Every value is preceded by a tag of its kind, and by its length where it
//     has one, so that no stream is a prefix of another one of the same types. nil and
//     empty slices and maps, nil and a pointer to zero, slice and array, value and pointer,
//     int(1) and int64(1) inside interfaces all differ. Strings may hold any bytes.
//   - H2 Numbers are little-endian and of one size everywhere: int, uint and uintptr take
//     8 bytes. Floats are hashed by their exact bits: +0 and -0 differ, and so do NaNs of
//     different payload, alone and in slices. Slices and arrays of numbers are hashed as
//     one block of memory where that is their form in the stream. Before blocks and strings
//     of 1 MiB and more, outside of map keys, the stream is filled up to a multiple of 8 KiB.
//   - H3 Struct fields enter in order, unexported ones included, but blank fields (_) and
//     fields with the tag `checkpoint:"-"`. A field with the tag `checkpoint:"by=Method"`
//     enters by what that exported method of it returns: it is declared for the field's type
//     or its pointer (or is in the field's interface type), takes nothing, and has one result,
//     or one and an error. The result enters with its static type, and behind the dynamic
//     type of the field if that is an interface. nil pointers and interfaces
//     are nil, without a call. The method must not write to its receiver. An error or panic
//     is an error, and so is any other tag `checkpoint:"…"`.
//   - H4 References. Pointers, maps, and slices whose elements hold interfaces or
//     themselves are numbered at their first visit; later ones are back-references. Cycles
//     end, a shared part is walked once, and a list may be of any length, as referents are
//     written from a queue. Hence a shared part and two equal copies of it differ.
//     Numbers run on across values until Reset. Other slices are written out; that they share
//     memory, or that a pointer leads into a slice or struct held elsewhere, is not seen.
//     Pointers to zero-sized values have no identity. Capacity doesn't enter.
//   - H5 Depth. Only interfaces that hold values that hold interfaces, without a reference
//     in between, nest on the stack; more than 10,000 are an error.
//   - H6 Maps are sorted by the bytes of their keys: order of insertion and of iteration do
//     not matter. Keys that hold pointers are refused, as two of them can be distinct and
//     yet look the same; so is a map with two keys that hash alike (two equal NaNs).
//   - H7 Types. The identity of a type is its package path, name and type arguments, and the
//     structure of all types that it is made of, with field names, tags and the package of
//     unexported names. Two types declared inside different functions of one package with
//     equal names and structures cannot be told apart; the second one met is an error.
//   - H8 Interfaces enter with the identity of the dynamic type, with what
//     Options.DynamicType says about its methods, and with the value. Static types don't
//     enter: the function's identity fixes them. A reflect.Type in an interface is the
//     type that it denotes.
//   - H9 Precedence: a HashCheckpoint method declared on the type; the special types of H10;
//     RefusedType; the kind. A method promoted from an embedded field is not used. A
//     HashCheckpoint of the type's own that isn't a func() (any, error) is an error.
//   - H10 Special types. time.Time: instant, offset, zone and location name, and the rules
//     of a location whose offset changes; never the monotonic reading. time.Location:
//     name and rules. big.Int, big.Rat: value; big.Float: value, precision, mode,
//     accuracy. sync/atomic types: what Load returns. unique.Handle: its value. Errors of
//     errors.New: the text, but the name of a sentinel of bufio, context, errors, io, io/fs,
//     os and strconv, as io.EOF.
//   - H11 Refused: channels, functions and unsafe.Pointer, nil or not, the types of
//     RefusedType, and protobuf messages (types with a ProtoReflect method), whose fields are
//     no value: a type that wraps one and has a HashCheckpoint method stands for it. What
//     static types tell, Check says before any value is there. Options.Tolerant lets all of
//     them enter by type alone, and maps of which H6 refuses the keys by type and length:
//     then equal sums no longer mean equal values.
//
// All functions are safe for concurrent use; a Hasher is not. A value must not be written
// to while it is hashed. Streams of up to 1 KiB are hashed in
// one go, larger ones as they come. Types are compiled once; a Hasher allocates
// nothing for most values after its first use. Who knows a value's type and address
// (generated code) hands them to Hasher.Pointer, which needs no reflection.
//
// # What it does not do
//
// It does not find values equal that Equal methods call equal: declare HashCheckpoint for
// that. It does not follow io.Reader and the like to their content. It does not know which
// pointers code compares with variables: two errors of one text look alike, but for the
// sentinels of H10.
//
// It calls the methods that tags name (by=Method) by name. As with text/template, the linker
// then keeps all exported methods of the types that a program converts to interfaces: one
// with net/http grew by 15 %.
package objecthash

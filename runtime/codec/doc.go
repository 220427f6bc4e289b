// Package codec stores the results of functions: what comes back is what was computed,
// or it is refused, with the path.
//
// # Rules
//
//   - C1 Numbers are little-endian and of one size everywhere; floats keep their bits (NaN
//     payloads, -0). Strings keep any bytes. Numbers, and structs of them without
//     padding, are copied in bulk.
//   - C2 Structs are stored field by field, unexported ones included, and whatever their
//     tags say; only blank fields are not. nil and empty slices and maps stay what they are,
//     and so do pointers to zero values. A slice comes back with its length as capacity.
//   - C3 References. Pointers and maps that are shared are shared again, also between the
//     results of one call, and cycles are cycles again. Referents are stored from a queue,
//     so that a list of any length keeps the stack flat. Slices that share memory come back
//     apart (but not equal slices that may contain themselves: []any, type T []T). A pointer
//     into a slice or struct that is stored as well is an UnstorableError. A pointer
//     to a package-level variable comes back as a pointer to a copy; but for error variables
//     inside interfaces, which are known by name: the sentinels of the standard library in C12,
//     and what RegisterError made known. Any other error of errors.New is refused (C6).
//   - C4 Maps are stored sorted by their encoded keys, so that equal results give equal bytes;
//     not so if keys hold pointers. Several NaN keys all come back.
//   - C5 A declared type that has, on T or *T, both methods of encoding.BinaryMarshaler and
//     BinaryUnmarshaler, else of gob's pair, else of the text pair, is stored through them,
//     sharing inside excepted. Exceptions, stored by their fields: types that consist of
//     numbers, strings and slices of these alone, where nothing is more faithful; url.URL and
//     regexp.Regexp, whose pairs forget things; types that have a method of the pair only
//     from an embedded field, which would lose the other fields.
//   - C6 Interfaces are stored with the dynamic type's name and shape. It can be named if it is
//     predeclared, among the types that the results are statically made of, or registered, or
//     an unnamed pointer, slice, array of up to 65,536 elements or map of these. Anything else is an UnstorableError
//     when a value is encoded: hand the value out, and don't store it.
//   - C7 time.Time keeps its instant to the nanosecond and its zone, never its monotonic reading.
//     UTC, time.Local and locations that time.LoadLocation knows come back as such if they
//     give the same zone name and offset at that instant; otherwise it is a time.FixedZone.
//   - C8 Decoding is bounded: lengths are checked against the bytes that are left before
//     anything is allocated, interfaces nest up to 10,000 deep, types up to 64.
//     Methods that panic are errors.
//   - C9 The data starts with the codec's version and a digest of the shape of the result types:
//     their full names, the names and types of all fields (not the tags), and how each is
//     stored. Data for another shape is a ShapeError, never misread. There is no checksum:
//     the store has one.
//   - C10 Refused, with what to return instead: channels, functions, iterators, unsafe.Pointer;
//     unique.Handle (but types that contain one and have a pair are fine: netip.Addr), the types of
//     objecthash.RefusedType, reflect's; interfaces with the method of io.Reader, whatever they
//     hold, as what was read is gone (a *bytes.Reader is stored as any other type); protobuf
//     messages, known by a method ProtoReflect, without a pair of their own (C5). A uintptr is a
//     number.
//   - C11 Results of numbers, strings and slices of numbers alone, the most frequent ones, are
//     read and written by a short program without encoder and decoder. It gives the same bytes.
//   - C12 Errors as a function's failure are the business of type Errors, with bytes that no results
//     have. An error is stored as the tree of what it wraps. A link that is a sentinel
//     (==) comes back as that very error, by its name: those given, and of the standard library the
//     sentinels of bufio, context, errors, io, io/fs, os and strconv. So does one that
//     RegisterError made known in the process; where it is not, or says something else than when it was stored, that is a ShapeError. A link of a registered type (C6,
//     and *fs.PathError, *os.LinkError, *os.SyscallError, syscall.Errno, *strconv.NumError,
//     *time.ParseError, *url.Error) comes back with its type; errors in its fields are links. Any other
//     link keeps its text, what it wraps, and what its Is method says of both; if
//     its type could be found by errors.As, Encode reports it. Encode compares what comes back:
//     texts, Unwrap, errors.Is of both. Links that are shared come back apart. Bounds
//     are 10,000 links, 1,000 deep. Another list of sentinels is a ShapeError: what errors.Is
//     says of new ones was not asked.
//
// Everything here is safe for concurrent use. What is encoded must not be written to
// meanwhile, and what was decoded is the caller's alone.
package codec

// Package foreign holds types whose fields the tests of objecthash cannot see, as if
// they came from another module.
package foreign

// Source is an interface that a Reader keeps.
type Source interface{ Read(p []byte) (int, error) }

// Reader keeps a Source in an unexported field, as bufio.Reader does.
type Reader struct {
	src Source
	buf []byte
	any any
}

// NewReader returns a Reader of src that also keeps x.
func NewReader(src Source, x any) *Reader { return &Reader{src, []byte{1}, x} }

// Point has the name and structure of a type of the tests.
type Point struct{ X, Y int }

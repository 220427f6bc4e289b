package mutation

import (
	"bytes"
	"crypto/cipher"
	"encoding/asn1"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
	"io/fs"
	"math/big"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/BurntSushi/toml"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// What the standard library writes to.

func putUint32(b []byte) int {
	binary.LittleEndian.PutUint32(b, 1) // want `^putUint32 writes through its argument b, which a hit would not: binary.littleEndian.PutUint32$`
	return 1
}

func putInOrder(b []byte, big bool) int {
	order := binary.ByteOrder(binary.LittleEndian)
	if big {
		order = binary.BigEndian
	}
	order.PutUint16(b, 1) // want `putInOrder writes through its argument b`
	return 1
}

func readsInto(b []byte) (int, error) {
	return strings.NewReader("x").Read(b) // want `readsInto writes through its argument b, which a hit would not: strings.Reader.Read$`
}

func readsAnyInto(b []byte) (int, error) {
	var r io.Reader = bytes.NewReader(nil)
	return r.Read(b) // want `readsAnyInto writes through its argument b`
}

func readsStruct(data []byte, into *[4]uint16) error {
	_, err := binary.Decode(data, binary.BigEndian, into) // want `readsStruct writes through its argument into`
	return err
}

func decodesFile(name string, into *struct{ N int }) error {
	_, err := toml.DecodeFile(name, into) // want `^decodesFile writes through its argument into, which a hit would not: toml.DecodeFile$`
	return err
}

func scans(text string, n *int) (int, error) {
	return fmt.Sscan(text, n) // want `scans writes through its argument n, which a hit would not: fmt.Sscan$`
}

func scansFormat(text string, n, m *int) (int, error) {
	return fmt.Sscanf(text, "%d %d", n, m) // want `scansFormat writes through its argument n` `scansFormat writes through its argument m`
}

func swapper(list []int) int {
	reflect.Swapper(list)(0, 1) // want `swapper writes through its argument list`
	return 1
}

func reflects(n *int) int {
	reflect.ValueOf(n).Elem().SetInt(1) // want `reflects writes through its argument n, which a hit would not: reflect.Value.SetInt$`
	return 1
}

func sortsItself(list sort.IntSlice) int {
	list.Sort() // want `sortsItself writes through its argument list, which a hit would not: sort.IntSlice.Sort$`
	return 1
}

func reverses(list []int) int {
	sort.Sort(sort.Reverse(sort.IntSlice(list))) // want `reverses writes through its argument list`
	return 1
}

func appendsTo(b []byte) []byte {
	return strconv.AppendInt(b[:0], 1, 10) // want `appendsTo writes through its argument b, which a hit would not: strconv.AppendInt to b\[:0\]$`
}

func appendsInOrder(b []byte) []byte {
	return binary.BigEndian.AppendUint32(b[:0], 1) // want `appendsInOrder writes through its argument b`
}

func unmarshals(data []byte, into *box) error {
	_, err := asn1.Unmarshal(data, into) // want `unmarshals writes through its argument into`
	return err
}

func unmarshalsItself(n *big.Int, text []byte) error {
	return n.UnmarshalText(text) // want `unmarshalsItself writes through its argument n`
}

func asError(err error, into **fs.PathError) bool {
	return errors.As(err, into) // want `asError writes through its argument into`
}

func encrypts(b cipher.Block, dst, src []byte) int {
	b.Encrypt(dst, src) // want `encrypts writes through its argument dst`
	return 1
}

func encodesHex(dst, src []byte) int {
	return hex.Encode(dst, src) // want `encodesHex writes through its argument dst`
}

func adds(n *int64) int64 {
	return atomic.AndInt64(n, 1) // want `adds writes through its argument n`
}

func counts(n *atomic.Int64) int64 {
	return n.Load() + n.Add(1) // want `^counts writes through its argument n, which a hit would not: atomic.Int64.Add$`
}

func appendsAndChanges(b []byte) []byte {
	out := strconv.AppendInt(b[:len(b):len(b)], 1, 10)
	out[0] = 'x' // want `^appendsAndChanges writes through its argument b, which a hit would not: out\[0\]$`
	return out
}

func paints(m *image.RGBA, over image.Image) int {
	m.Set(0, 0, color.Black)                                // want `paints writes through its argument m, which a hit would not: image.RGBA.Set$`
	draw.Draw(m, m.Bounds(), over, image.Point{}, draw.Src) // the same argument
	draw.Draw(image.NewRGBA(m.Rect), m.Bounds(), m, image.Point{}, draw.Src)
	return 1
}

// Fine: they read, or write to what is new.

func reads(b []byte, list sort.IntSlice, n *int, m *big.Int, p *int64, img *image.RGBA) (int, error) {
	if atomic.LoadInt64(p) > 0 && img.At(0, 0) != color.Black {
		return 0, nil
	}
	total := int(binary.LittleEndian.Uint32(b)) + list.Len() + int(reflect.ValueOf(n).Elem().Int())
	buf := make([]byte, 4)
	binary.BigEndian.PutUint32(buf, 1)
	if _, err := strings.NewReader("x").Read(buf); err != nil {
		return 0, err
	}
	var local int
	if _, err := fmt.Sscan("1", &local); err != nil {
		return 0, err
	}
	buf = strconv.AppendInt(buf[:0], 1, 10)
	buf = binary.BigEndian.AppendUint16(b[:len(b):len(b)], 1)
	own := append([]int(nil), list...)
	reflect.Swapper(own)(0, 1)
	sort.Sort(sort.Reverse(sort.IntSlice(own)))
	k := new(big.Int).Add(m, m)
	var path *fs.PathError
	errors.As(nil, &path)
	return total + local + len(buf) + k.Sign(), nil
}

var (
	_ = checkpoint.Func(putUint32)
	_ = checkpoint.Func(putInOrder)
	_ = checkpoint.Func(readsInto)
	_ = checkpoint.Func(readsAnyInto)
	_ = checkpoint.Func(readsStruct)
	_ = checkpoint.Func(decodesFile)
	_ = checkpoint.Func(scans)
	_ = checkpoint.Func(scansFormat)
	_ = checkpoint.Func(swapper)
	_ = checkpoint.Func(reflects)
	_ = checkpoint.Func(sortsItself)
	_ = checkpoint.Func(reverses)
	_ = checkpoint.Func(appendsTo)
	_ = checkpoint.Func(appendsInOrder)
	_ = checkpoint.Func(unmarshals)
	_ = checkpoint.Func(unmarshalsItself)
	_ = checkpoint.Func(asError)
	_ = checkpoint.Func(encrypts)
	_ = checkpoint.Func(encodesHex)
	_ = checkpoint.Func(adds)
	_ = checkpoint.Func(counts)
	_ = checkpoint.Func(appendsAndChanges)
	_ = checkpoint.Func(paints)
	_ = checkpoint.Func(reads)
)

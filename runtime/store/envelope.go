package store

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/zeebo/blake3"
)

const (
	magic   = "\x89CKPENT\n"
	version = 1

	keyAt     = 12
	secAt     = 44
	nsecAt    = 52
	costAt    = 56
	lengthAt  = 64
	sumLength = 32
)

// HeaderSize is the number of bytes in front of an envelope's payload.
const HeaderSize = 72

// Overhead is by how much an envelope is longer than its payload, in bytes.
const Overhead = HeaderSize + sumLength

// AppendEntry appends the envelope of e under k to dst and returns the extended
// slice. The package comment describes the format.
func AppendEntry(dst []byte, k Key, e Entry) []byte {
	dst = slices.Grow(dst, Overhead+len(e.Payload))
	start := len(dst)
	digest := k.Digest()
	le := binary.LittleEndian
	dst = append(dst, magic...)
	dst = le.AppendUint32(dst, version)
	dst = append(dst, digest[:]...)
	dst = le.AppendUint64(dst, uint64(e.Created.Unix()))
	dst = le.AppendUint32(dst, uint32(e.Created.Nanosecond()))
	dst = le.AppendUint64(dst, uint64(e.Cost))
	dst = le.AppendUint64(dst, uint64(len(e.Payload)))
	dst = append(dst, e.Payload...)
	sum := blake3.Sum256(dst[start:])
	return append(dst, sum[:]...)
}

// ParseEntry returns the entry in the envelope data, which must be that of k
// and nothing else. Its payload is a part of data, not a copy. Whatever is
// wrong with data gives a [*CorruptError] without a path, never a panic.
func ParseEntry(k Key, data []byte) (Entry, error) {
	// The checksum comes before the key, so that a flipped bit in the key's
	// digest is reported as the damage it is, not as a misplaced entry.
	n, err := checkFrame(data, int64(len(data)))
	if err != nil {
		return Entry{}, err
	}
	body, sum := data[:HeaderSize+n], data[HeaderSize+n:]
	if blake3.Sum256(body) != [sumLength]byte(sum) {
		return Entry{}, corrupt("checksum mismatch")
	}
	if err := checkFields(k, data); err != nil {
		return Entry{}, err
	}
	created, cost := times(data)
	return Entry{Created: created, Cost: cost, Payload: data[HeaderSize : HeaderSize+n : HeaderSize+n]}, nil
}

// CheckHeader verifies what can be verified of the envelope of k without its
// payload: header holds the first [HeaderSize] bytes, or all if there are
// fewer, and size is the length of the whole. It returns nil or a
// [*CorruptError]. A driver calls it before it allocates size bytes, and to
// answer Exists. The checksum remains unchecked.
func CheckHeader(k Key, header []byte, size int64) error {
	if _, err := checkFrame(header, size); err != nil {
		return err
	}
	return checkFields(k, header)
}

// ParseHeader is CheckHeader, and returns what the header says of the entry.
func ParseHeader(k Key, header []byte, size int64) (Info, error) {
	if err := CheckHeader(k, header, size); err != nil {
		return Info{}, err
	}
	created, cost := times(header)
	return Info{Key: k, Created: created, Cost: cost, Size: size}, nil
}

// times reads the times of a header that was checked.
func times(header []byte) (created time.Time, cost time.Duration) {
	le := binary.LittleEndian
	created = time.Unix(int64(le.Uint64(header[secAt:])), int64(le.Uint32(header[nsecAt:]))).UTC()
	return created, time.Duration(le.Uint64(header[costAt:]))
}

// checkFrame verifies magic, version and lengths, and returns the payload's.
func checkFrame(header []byte, size int64) (n int64, err error) {
	le := binary.LittleEndian
	switch {
	case size == 0:
		return 0, corrupt("empty")
	case len(header) < keyAt:
		return 0, corrupt("truncated to %d bytes", size)
	case string(header[:len(magic)]) != magic:
		return 0, corrupt("not an entry: wrong magic")
	case le.Uint32(header[len(magic):]) != version:
		return 0, corrupt("format version %d is unknown, this program knows version %d",
			le.Uint32(header[len(magic):]), version)
	case len(header) < HeaderSize || size < Overhead:
		return 0, corrupt("truncated to %d bytes", size)
	}
	length := le.Uint64(header[lengthAt:])
	switch want := uint64(size - Overhead); {
	case length > want && length <= math.MaxInt64-Overhead:
		return 0, corrupt("truncated to %d of %d bytes", size, length+Overhead)
	case length != want:
		return 0, corrupt("%d bytes long, but states a payload of %d", size, length)
	}
	return int64(length), nil
}

// checkFields verifies the fields of a header whose frame is right.
func checkFields(k Key, header []byte) error {
	if k.Digest() != [32]byte(header[keyAt:secAt]) {
		return corrupt("belongs to another key")
	}
	if nsec := binary.LittleEndian.Uint32(header[nsecAt:]); nsec >= 1e9 {
		return corrupt("impossible time: %d nanoseconds in a second", nsec)
	}
	return nil
}

func corrupt(format string, args ...any) *CorruptError {
	return &CorruptError{Reason: fmt.Sprintf(format, args...)}
}

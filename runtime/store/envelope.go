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
	version = 2

	keyAt     = 12
	secAt     = 44
	nsecAt    = 52
	costAt    = 56
	lengthAt  = 64
	partsAt   = 72
	sumLength = 32
)

// HeaderSize is the number of bytes in front of an envelope's parts and payload.
const HeaderSize = 76

// Overhead is by how much an envelope is longer than its parts and its payload,
// in bytes.
const Overhead = HeaderSize + sumLength

// AppendEntry appends the envelope of e under k to dst and returns the extended
// slice. The package comment describes the format. What doesn't pass
// [Entry.Check] makes an envelope that counts as damaged.
func AppendEntry(dst []byte, k Key, e Entry) []byte {
	dst = slices.Grow(dst, Overhead+len(e.Parts)+len(e.Payload))
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
	dst = le.AppendUint32(dst, uint32(len(e.Parts)))
	dst = append(dst, e.Parts...)
	dst = append(dst, e.Payload...)
	sum := blake3.Sum256(dst[start:])
	return append(dst, sum[:]...)
}

// ParseEntry returns the entry in the envelope data, which must be that of k
// and nothing else. Its parts and its payload are parts of data, not copies.
// Whatever is wrong with data gives a [*CorruptError] without a path, never a
// panic.
func ParseEntry(k Key, data []byte) (Entry, error) {
	// The checksum comes before the key, so that a flipped bit in the key's
	// digest is reported as the damage it is, not as a misplaced entry.
	if err := checkFrame(data, int64(len(data))); err != nil {
		return Entry{}, err
	}
	end := len(data) - sumLength
	if blake3.Sum256(data[:end]) != [sumLength]byte(data[end:]) {
		return Entry{}, corrupt("checksum mismatch")
	}
	if err := checkFields(k, data); err != nil {
		return Entry{}, err
	}
	created, cost := times(data)
	return Entry{Created: created, Cost: cost, Parts: parts(data), Payload: data[HeaderLength(data):end:end]}, nil
}

// CheckHeader verifies what can be verified of the envelope of k without its
// parts and its payload: header holds the first [HeaderSize] bytes, or more, or
// all if there are fewer, and size is the length of the whole. It returns nil or
// a [*CorruptError]. A driver calls it before it allocates size bytes, and to
// answer Exists. The checksum remains unchecked.
func CheckHeader(k Key, header []byte, size int64) error {
	if err := checkFrame(header, size); err != nil {
		return err
	}
	return checkFields(k, header)
}

// HeaderLength is how many bytes are in front of the payload, parts included:
// what of an envelope [ParseHeader] has to see. It takes it from the first
// [HeaderSize] bytes, which nobody has checked yet, and is at most HeaderSize +
// MaxParts whatever they say.
func HeaderLength(header []byte) int {
	if len(header) < HeaderSize {
		return HeaderSize
	}
	return HeaderSize + int(min(binary.LittleEndian.Uint32(header[partsAt:]), MaxParts))
}

// ParseHeader is CheckHeader for a header that goes on with the parts, to
// [HeaderLength] or beyond, and returns what it says of the entry. The parts are
// a part of header, not a copy. The checksum remains unchecked.
func ParseHeader(k Key, header []byte, size int64) (Info, error) {
	if err := CheckHeader(k, header, size); err != nil {
		return Info{}, err
	}
	if n := HeaderLength(header); len(header) < n {
		return Info{}, corrupt("header of %d bytes, of which %d could be read", n, len(header))
	}
	created, cost := times(header)
	return Info{Key: k, Created: created, Cost: cost, Parts: parts(header), Size: size}, nil
}

// parts are those in a header that was checked and is long enough, nil if there
// are none.
func parts(header []byte) []byte {
	n := HeaderLength(header)
	if n == HeaderSize {
		return nil
	}
	return header[HeaderSize:n:n]
}

// times reads the times of a header that was checked.
func times(header []byte) (created time.Time, cost time.Duration) {
	le := binary.LittleEndian
	created = time.Unix(int64(le.Uint64(header[secAt:])), int64(le.Uint32(header[nsecAt:]))).UTC()
	return created, time.Duration(le.Uint64(header[costAt:]))
}

// checkFrame verifies magic, version and lengths.
func checkFrame(header []byte, size int64) error {
	le := binary.LittleEndian
	switch {
	case size == 0:
		return corrupt("empty")
	case len(header) < keyAt:
		return corrupt("truncated to %d bytes", size)
	case string(header[:len(magic)]) != magic:
		return corrupt("not an entry: wrong magic")
	case le.Uint32(header[len(magic):]) != version:
		return corrupt("format version %d is unknown, this program knows version %d",
			le.Uint32(header[len(magic):]), version)
	case len(header) < HeaderSize || size < Overhead:
		return corrupt("truncated to %d bytes", size)
	}
	parts := uint64(le.Uint32(header[partsAt:]))
	if parts > MaxParts {
		return corrupt("states %d bytes of parts, more than the %d that there can be", parts, MaxParts)
	}
	length := le.Uint64(header[lengthAt:])
	if length > math.MaxInt64-Overhead-MaxParts { // the sum would overflow
		return corrupt("%d bytes long, but states a payload of %d", size, length)
	}
	switch states := length + parts + Overhead; {
	case states > uint64(size):
		return corrupt("truncated to %d of %d bytes", size, states)
	case states < uint64(size):
		return corrupt("%d bytes long, but states %d of parts and a payload of %d", size, parts, length)
	}
	return nil
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

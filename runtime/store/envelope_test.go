package store

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/zeebo/blake3"
)

var (
	testKey   = Key{Function: "example.com/app.(*T).M", Identity: [32]byte{1, 2}, Call: [32]byte{3, 4}}
	testEntry = Entry{
		Created: time.Date(2026, 3, 1, 12, 30, 0, 123456789, time.UTC),
		Cost:    1500 * time.Millisecond,
		Parts:   []byte("of the key"),
		Payload: []byte("payload"),
	}
)

func equal(a, b Entry) bool {
	return a.Created.Equal(b.Created) && a.Cost == b.Cost && bytes.Equal(a.Parts, b.Parts) && bytes.Equal(a.Payload, b.Payload)
}

// reseal gives data the checksum that belongs to what it now says.
func reseal(data []byte) []byte {
	body := data[:len(data)-sumLength]
	sum := blake3.Sum256(body)
	return append(bytes.Clone(body), sum[:]...)
}

func TestEntryComesBackAsItWas(t *testing.T) {
	zone := time.FixedZone("elsewhere", 3*3600)
	for name, e := range map[string]Entry{
		"typical":       testEntry,
		"zero":          {},
		"empty payload": {Created: testEntry.Created, Payload: []byte{}},
		"other zone":    {Created: testEntry.Created.In(zone), Cost: 1},
		"now":           {Created: time.Now(), Cost: math.MaxInt64},
		"before 1970":   {Created: time.Date(1066, 10, 14, 9, 0, 0, 1, time.UTC), Cost: -1},
		"parts alone":   {Created: testEntry.Created, Parts: []byte{1}},
		"empty parts":   {Created: testEntry.Created, Parts: []byte{}, Payload: testEntry.Payload},
		"all parts":     {Created: testEntry.Created, Parts: bytes.Repeat([]byte{7}, MaxParts), Payload: testEntry.Payload},
		"1 MB":          {Created: testEntry.Created, Payload: bytes.Repeat([]byte("0123456789"), 1e5)},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ParseEntry(testKey, AppendEntry(nil, testKey, e))
			if err != nil {
				t.Fatal(err)
			}
			if !equal(got, e) {
				t.Errorf("got %v, want %v", got, e)
			}
			if got.Created.Location() != time.UTC {
				t.Errorf("Created is in zone %v, want UTC", got.Created.Location())
			}
		})
	}
}

func TestAppendEntryKeepsThePrefix(t *testing.T) {
	got := AppendEntry([]byte("before"), testKey, testEntry)
	want := append([]byte("before"), AppendEntry(nil, testKey, testEntry)...)
	if !bytes.Equal(got, want) {
		t.Error("the envelope depends on what precedes it in the slice")
	}
}

func TestAppendingToWhatIsParsedLeavesTheEnvelopeAlone(t *testing.T) {
	data := AppendEntry(nil, testKey, testEntry)
	before := bytes.Clone(data)
	e, err := ParseEntry(testKey, data)
	if err != nil {
		t.Fatal(err)
	}
	_ = append(e.Payload, "overrun"...)
	_ = append(e.Parts, "overrun"...)
	i, err := ParseHeader(testKey, data, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	_ = append(i.Parts, "overrun"...)
	if !bytes.Equal(data, before) {
		t.Error("append wrote over what follows in the envelope")
	}
}

// A change of these bytes makes every store in the field unreadable: it needs a
// new version number, and then a new line here.
func TestFormatVersion2IsFrozen(t *testing.T) {
	const want = "89434b50454e540a" + "02000000" +
		"KEY" + "4831a46900000000" + "15cd5b07" + "002f685900000000" +
		"0700000000000000" + "0a000000" + "6f6620746865206b6579" + "7061796c6f6164" + "SUM"
	data := AppendEntry(nil, testKey, testEntry)
	digest := testKey.Digest()
	sum := blake3.Sum256(data[:len(data)-sumLength])
	r := strings.NewReplacer("KEY", hex.EncodeToString(digest[:]), "SUM", hex.EncodeToString(sum[:]))
	if got := hex.EncodeToString(data); got != r.Replace(want) {
		t.Errorf("got  %s\nwant %s", got, r.Replace(want))
	}
	const wantKey = "ca344ddb2a14ed017ccb2c4ff12f7e92382b4f5e7bb9021b6174537d39815888"
	if got := hex.EncodeToString(digest[:]); got != wantKey {
		t.Errorf("key digest %s, want %s", got, wantKey)
	}
}

func TestEveryFlippedByteIsFound(t *testing.T) {
	data := AppendEntry(nil, testKey, testEntry)
	for i := range data {
		for _, mask := range []byte{0x01, 0x80, 0xff} {
			bad := bytes.Clone(data)
			bad[i] ^= mask
			wantCorrupt(t, bad, "")
		}
	}
}

func TestEveryTruncationAndExtensionIsFound(t *testing.T) {
	data := AppendEntry(nil, testKey, testEntry)
	for n := range data {
		wantCorrupt(t, data[:n], "")
	}
	wantCorrupt(t, append(bytes.Clone(data), 0), "bytes long")
	wantCorrupt(t, append(bytes.Clone(data), data...), "bytes long")
}

func TestDamageIsNamed(t *testing.T) {
	data := AppendEntry(nil, testKey, testEntry)
	patch := func(at int, b ...byte) []byte {
		bad := bytes.Clone(data)
		copy(bad[at:], b)
		return bad
	}
	u64 := func(n uint64) []byte { return binary.LittleEndian.AppendUint64(nil, n) }
	for _, test := range []struct {
		name, want string
		data       []byte
	}{
		{"nil", "empty", nil},
		{"short", "truncated to 3 bytes", data[:3]},
		{"header only", "truncated to 76 bytes", data[:HeaderSize]},
		{"last byte missing", "truncated to 124 of 125 bytes", data[:len(data)-1]},
		{"text", "wrong magic", []byte("not an entry at all")},
		{"future version", "format version 7 is unknown, this program knows version 2", reseal(patch(8, 7))},
		{"short, of a future version", "format version 7", patch(8, 7)[:keyAt]},
		{"payload", "checksum mismatch", patch(HeaderSize+len(testEntry.Parts), 'P')},
		{"parts", "checksum mismatch", patch(HeaderSize, 'O')},
		{"key digest", "checksum mismatch", patch(keyAt, ^data[keyAt])},
		{"resealed key digest", "belongs to another key", reseal(patch(keyAt, ^data[keyAt]))},
		{"length past the end", "truncated to 125 of 126 bytes", reseal(patch(lengthAt, 8))},
		{"length too small", "states 10 of parts and a payload of 6", reseal(patch(lengthAt, 6))},
		{"length that overflows", "states a payload of 18446744073709551615", reseal(patch(lengthAt, u64(math.MaxUint64)...))},
		{"length that would wrap to the right one", "states a payload of", reseal(patch(lengthAt, u64(1<<63+7)...))},
		{"parts past the end", "truncated to 125 of 126 bytes", reseal(patch(partsAt, 11))},
		{"too few parts", "states 9 of parts and a payload of 7", reseal(patch(partsAt, 9))},
		{"more parts than bytes", "truncated to 125 of 8307 bytes", reseal(patch(partsAt, 0, 0x20))},
		{"more parts than there can be", "states 8193 bytes of parts", reseal(patch(partsAt, 1, 0x20))},
		{"parts without end", "states 4294967295 bytes of parts", reseal(patch(partsAt, 0xff, 0xff, 0xff, 0xff))},
		{"parts and a length that would wrap to the right sum", "states a payload of",
			reseal(patch(lengthAt, append(u64(math.MaxUint64-20), 38)...))},
		{"impossible nanoseconds", "impossible time", reseal(patch(nsecAt, 0xff, 0xff, 0xff, 0xff))},
	} {
		t.Run(test.name, func(t *testing.T) { wantCorrupt(t, test.data, test.want) })
	}
}

func TestEntryOfAnotherKeyIsRefused(t *testing.T) {
	data := AppendEntry(nil, testKey, testEntry)
	for name, change := range map[string]func(*Key){
		"function": func(k *Key) { k.Function += "2" },
		"identity": func(k *Key) { k.Identity[31]++ },
		"call":     func(k *Key) { k.Call[31]++ },
	} {
		t.Run(name, func(t *testing.T) {
			k := testKey
			change(&k)
			_, err := ParseEntry(k, data)
			if corrupt, ok := errors.AsType[*CorruptError](err); !ok || corrupt.Reason != "belongs to another key" {
				t.Errorf("ParseEntry: %v, want: belongs to another key", err)
			}
			if err := CheckHeader(k, data[:HeaderSize], int64(len(data))); err == nil {
				t.Error("CheckHeader accepts it")
			}
		})
	}
}

func TestCheckHeaderSeesAllButThePayload(t *testing.T) {
	data := AppendEntry(nil, testKey, testEntry)
	size := int64(len(data))
	if err := CheckHeader(testKey, data[:HeaderSize], size); err != nil {
		t.Errorf("sound header: %v", err)
	}
	if CheckHeader(testKey, data[:HeaderSize], size-1) == nil {
		t.Error("accepts a size that contradicts the length")
	}
	if CheckHeader(testKey, data[:HeaderSize-1], size) == nil {
		t.Error("accepts a part of a header")
	}
	if CheckHeader(testKey, nil, 0) == nil {
		t.Error("accepts nothing")
	}
}

func TestHeaderTellsOfTheEntryWithoutItsPayload(t *testing.T) {
	data := AppendEntry(nil, testKey, testEntry)
	size := int64(len(data))
	n := HeaderLength(data[:HeaderSize])
	if want := HeaderSize + len(testEntry.Parts); n != want {
		t.Fatalf("HeaderLength is %d, want %d", n, want)
	}
	for _, header := range [][]byte{data[:n], data[:n+1], data} {
		i, err := ParseHeader(testKey, header, size)
		if err != nil {
			t.Fatal(err)
		}
		if i.Key != testKey || !i.Created.Equal(testEntry.Created) || i.Cost != testEntry.Cost || !bytes.Equal(i.Parts, testEntry.Parts) || i.Size != size {
			t.Errorf("ParseHeader of %d bytes gives %v", len(header), i)
		}
	}
	for m := range n {
		if i, err := ParseHeader(testKey, data[:m], size); err == nil {
			t.Errorf("ParseHeader of %d bytes gives %v", m, i)
		}
	}
	for m := range HeaderSize {
		if got := HeaderLength(data[:m]); got != HeaderSize {
			t.Errorf("HeaderLength of %d bytes is %d", m, got)
		}
	}
	binary.LittleEndian.PutUint32(data[partsAt:], math.MaxUint32)
	if got := HeaderLength(data); got != HeaderSize+MaxParts {
		t.Errorf("hostile bytes make HeaderLength %d", got)
	}
}

func TestCheckRefusesMorePartsThanThereCanBe(t *testing.T) {
	for n, ok := range map[int]bool{0: true, MaxParts: true, MaxParts + 1: false} {
		e := Entry{Parts: make([]byte, n)}
		if err := e.Check(); (err == nil) != ok {
			t.Errorf("%d bytes: %v", n, err)
		}
		if _, err := ParseEntry(testKey, AppendEntry(nil, testKey, e)); (err == nil) != ok {
			t.Errorf("envelope of %d bytes: %v", n, err)
		}
	}
}

func TestCorruptErrorSaysWhereWhatAndWhy(t *testing.T) {
	cause := errors.New("cause")
	err := &CorruptError{Path: "/a/b", Reason: "cannot be read", Err: cause}
	for _, want := range []string{`"/a/b"`, "cannot be read", "cause"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %s", err, want)
		}
	}
	if !errors.Is(err, cause) {
		t.Error("the cause cannot be unwrapped")
	}
	if errors.Is(err, ErrNotFound) {
		t.Error("damage passes for absence")
	}
}

func wantCorrupt(t *testing.T, data []byte, reason string) {
	t.Helper()
	e, err := ParseEntry(testKey, data)
	corrupt, ok := errors.AsType[*CorruptError](err)
	if !ok {
		t.Fatalf("got entry %v and error %v, want a *CorruptError", e, err)
	}
	if !strings.Contains(corrupt.Reason, reason) {
		t.Errorf("reason %q, want %q", corrupt.Reason, reason)
	}
}

// FuzzParseEntry holds that no bytes make ParseEntry panic, and that those it
// accepts are the only encoding of what it returns. It also tries each input
// with the right checksum, which fuzzing would never guess.
func FuzzParseEntry(f *testing.F) {
	data := AppendEntry(nil, testKey, testEntry)
	f.Add(testKey.Function, data)
	f.Add("", AppendEntry(nil, Key{}, Entry{}))
	f.Add("", []byte(magic))
	f.Add(testKey.Function, data[:HeaderSize])
	f.Add(testKey.Function, AppendEntry(nil, testKey, Entry{Parts: make([]byte, 300)}))
	f.Fuzz(func(t *testing.T, function string, data []byte) {
		k := testKey
		k.Function = function
		inputs := [][]byte{data}
		if len(data) >= Overhead {
			inputs = append(inputs, reseal(data))
		}
		for _, in := range inputs {
			_, _ = ParseHeader(k, in[:min(len(in), HeaderLength(in))], int64(len(in))) // must not panic
			e, err := ParseEntry(k, in)
			if err != nil {
				if _, ok := errors.AsType[*CorruptError](err); !ok {
					t.Fatalf("%v is not a *CorruptError", err)
				}
				continue
			}
			if err := CheckHeader(k, in[:HeaderSize], int64(len(in))); err != nil {
				t.Errorf("CheckHeader refuses what ParseEntry accepts: %v", err)
			}
			i, err := ParseHeader(k, in[:HeaderLength(in)], int64(len(in)))
			if err != nil || !bytes.Equal(i.Parts, e.Parts) || !i.Created.Equal(e.Created) || i.Cost != e.Cost {
				t.Errorf("ParseHeader gives %v, %v, ParseEntry %v", i, err, e)
			}
			if !bytes.Equal(AppendEntry(nil, k, e), in) {
				t.Error("accepted bytes that AppendEntry would not make")
			}
		}
	})
}

// FuzzParseHeader holds that ParseHeader believes nothing that goes beyond the
// header it has, or contradicts the size of the whole.
func FuzzParseHeader(f *testing.F) {
	data := AppendEntry(nil, testKey, testEntry)
	f.Add(data, int64(len(data)))
	f.Add(data[:HeaderSize], int64(len(data)))
	f.Add(data[:HeaderSize+3], int64(math.MaxInt64))
	f.Add([]byte(nil), int64(-1))
	f.Fuzz(func(t *testing.T, header []byte, size int64) {
		header = bytes.Clone(header)
		if len(header) >= secAt { // else no input would ever be that of the key
			digest := testKey.Digest()
			copy(header[keyAt:], digest[:])
		}
		n := HeaderLength(header)
		if n < HeaderSize || n > HeaderSize+MaxParts {
			t.Fatalf("HeaderLength is %d", n)
		}
		i, err := ParseHeader(testKey, header, size)
		if err != nil {
			if _, ok := errors.AsType[*CorruptError](err); !ok {
				t.Fatalf("%v is not a *CorruptError", err)
			}
			return
		}
		payload := binary.LittleEndian.Uint64(header[lengthAt:])
		if len(i.Parts) != n-HeaderSize || i.Size != size || uint64(size) != uint64(n)+payload+sumLength {
			t.Errorf("%d bytes of parts and %d of payload in %d", len(i.Parts), payload, size)
		}
	})
}

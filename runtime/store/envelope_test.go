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
		Payload: []byte("payload"),
	}
)

func equal(a, b Entry) bool {
	return a.Created.Equal(b.Created) && a.Cost == b.Cost && bytes.Equal(a.Payload, b.Payload)
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

func TestAppendingToAPayloadLeavesTheEnvelopeAlone(t *testing.T) {
	data := AppendEntry(nil, testKey, testEntry)
	before := bytes.Clone(data)
	e, err := ParseEntry(testKey, data)
	if err != nil {
		t.Fatal(err)
	}
	_ = append(e.Payload, "overrun"...)
	if !bytes.Equal(data, before) {
		t.Error("append to the payload wrote over the checksum")
	}
}

// A change of these bytes makes every store in the field unreadable: it needs a
// new version number, and then a new line here.
func TestFormatVersion1IsFrozen(t *testing.T) {
	const want = "89434b50454e540a" + "01000000" +
		"KEY" + "4831a46900000000" + "15cd5b07" + "002f685900000000" +
		"0700000000000000" + "7061796c6f6164" + "SUM"
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
		{"header only", "truncated to 72 bytes", data[:HeaderSize]},
		{"last byte missing", "truncated to 110 of 111 bytes", data[:len(data)-1]},
		{"text", "wrong magic", []byte("not an entry at all")},
		{"future version", "format version 7 is unknown, this program knows version 1", reseal(patch(8, 7))},
		{"short, of a future version", "format version 7", patch(8, 7)[:keyAt]},
		{"payload", "checksum mismatch", patch(HeaderSize, 'P')},
		{"key digest", "checksum mismatch", patch(keyAt, ^data[keyAt])},
		{"resealed key digest", "belongs to another key", reseal(patch(keyAt, ^data[keyAt]))},
		{"length past the end", "truncated to 111 of 112 bytes", reseal(patch(lengthAt, 8))},
		{"length too small", "states a payload of 6", reseal(patch(lengthAt, 6))},
		{"length that overflows", "states a payload of 18446744073709551615", reseal(patch(lengthAt, u64(math.MaxUint64)...))},
		{"length that would wrap to the right one", "states a payload of", reseal(patch(lengthAt, u64(1<<63+7)...))},
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
	f.Fuzz(func(t *testing.T, function string, data []byte) {
		k := testKey
		k.Function = function
		inputs := [][]byte{data}
		if len(data) >= Overhead {
			inputs = append(inputs, reseal(data))
		}
		for _, in := range inputs {
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
			if !bytes.Equal(AppendEntry(nil, k, e), in) {
				t.Error("accepted bytes that AppendEntry would not make")
			}
		}
	})
}

package objecthash

import (
	"fmt"
	"math"
	"math/big"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"
)

// These sums are keys on people's disks: a change here recomputes everything, and must
// come with another version of the call key. They hold for every architecture.
func TestGoldenSums(t *testing.T) {
	long := make([]float64, 10_000)
	for i := range long {
		long[i] = float64(i) / 3
	}
	block := make([]float64, 200_000)
	for i := range block {
		block[i] = float64(i) / 7
	}
	for _, c := range []struct {
		name string
		v    any
		want string
	}{
		{"nil", nil, "7485ef8d9a02c6f89e3918ff1a9c23a9fceeb9eb89231cb89aee0e4a4010738d"},
		{"int", 42, "a717b85deeab793f11f7ab5ca5c00db354d051714253586a8613f81505fd5718"},
		{"string", "checkpoint", "67d257e4d4d60e38d659bdbba5ed072fbec696c9113907e8532b6cac89339e12"},
		{"floats", []float64{1.5, math.Copysign(0, -1), math.Inf(1)}, "7381a8032e29267765c7e49b9cd062ef7a0d53452861846cf7d7d471d36b0414"},
		{"ints", []int{-1, 2}, "d8a47fc5089d80afec723f6f2345ebd604189b8ce44a046bcc6e358348db3b0e"},
		{"long", long, "f00e3632bfe8ee3ba5bf2cbeced86763de2e9a605a7ac78232e20ceaed58d574"},
		{"struct", hidden{"a", "b"}, "29ff6d2613176bd5863acecbecb58332c2da7c1ec99619e17d3347306a222f70"},
		{"point", point{1, -2}, "131eacc48e47cf206614eabe3c44f114262f2dc7726aa2b194b52a52cec79f13"},
		{"map", map[string]any{"a": 1, "b": []string{"x"}, "c": nil}, "a3d751a2e88ffd61d9f194076edbeb15cce961af734d2150205d6a530b352fea"},
		{"cycle", cycle(3), "d2fff08d33ec34df18e32ea49efb5508dafedd245e3cb70763a79a9bd76a5fc2"},
		{"time", time.Date(2024, 5, 6, 7, 8, 9, 10, time.FixedZone("X", -3600)), "3b9277de4a370ce6cbdcb39856eccc25c50882fadc3b16b474e1a12a48d9daa6"},
		{"big", big.NewFloat(1.25), "7e18562e839631a458adee2c2cce315c8ca95aec628c108b60acacef5fba187a"},
		{"addr", netip.MustParseAddr("fe80::1%eth0"), "ca26b066178cd413e2b087a5e17f24c17e426bdc45e51ddc351ff129788c5cbf"},
		{"type", reflect.TypeFor[map[string]tree](), "9d2f2d249120cb89c5872fcfe7c91fa1a1a09733c21898fd32256672e6c51ea3"},
		{"by=", byText{parsed{"a", "x"}, 1}, "4e5eb0abc1d22b4cb9f0a67ae2d9a04d03160e75bafc2d0355d5f1e7d67f7ec4"},
		{"by= of what an interface holds", byFace{netip.MustParseAddr("::1")}, "06017bf26769870f249565d86ee7f7045e44d8d52641e0b6dc3c706f96bb4122"},
		{"matrix", newDense(2, 2, 1, math.Copysign(0, -1), 3, 4), "5e72db82f03405766b8398f247930ba16c041279073b302db5a001539018ed07"},
		{"large blocks", []any{1, block, make([]int, 1<<17), strings.Repeat("x", 1<<20), [1 << 20]byte{}, map[[1 << 20]bool]int{{}: 1}}, "420fa9b2649b25feac31da7d1847e07270a4d83626c88ef806cab1e579459ef8"},
		{"rose tree", rose{{}, nil, {{}}}, "12c8eb6e2085c62187ba6eae2eb1c81482f60f67dc3885d6e895cdc0f0af0136"},
		{"error", fmt.Errorf("x: %w", notFound{"n"}), "f85b7caf7019ad0b5d07950e0c0a1e74835617c947fb4373d007756f17711d57"},
	} {
		h := New(Options{DynamicType: func(t reflect.Type) ([]byte, error) { return []byte(t.Name()), nil }})
		h.Frame([]byte("golden"))
		if err := h.Value(reflect.ValueOf(&c.v).Elem()); err != nil {
			t.Fatal(err)
		}
		if got := h.Sum().String(); got != c.want {
			t.Errorf("%s: got  %s\nwant %s", c.name, got, c.want)
		}
	}
}

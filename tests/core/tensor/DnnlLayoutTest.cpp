// Where values lie in blocked layouts: as oneDNN's own reorder has it where no block is filled up, and each
// at a place of its own where blocks are.
#include "core/tensor/DnnlLayout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

namespace latentscape {
namespace {

using dnnl::memory;
using Tag = memory::format_tag;

constexpr auto kFloats = memory::data_type::f32;

TEST(DnnlLayoutTest, ValuesLieWhereAReorderPutsThem) {
    const memory::dims dims{32, 16, 3, 2};
    for (const Tag tag :
         {Tag::oihw, Tag::ohwi, Tag::OIhw16i16o, Tag::OIhw16o16i, Tag::OIhw8i16o2i, Tag::Ohwi16o}) {
        const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
        std::vector<float> plain(32 * 16 * 3 * 2);
        std::vector<float> packed(plain.size());
        std::iota(plain.begin(), plain.end(), 1.0f);
        memory from({dims, kFloats, Tag::oihw}, engine, plain.data());
        memory to({dims, kFloats, tag}, engine, packed.data());
        dnnl::stream stream(engine);
        dnnl::reorder(from, to).execute(stream, from, to);
        stream.wait();
        EXPECT_FALSE(onednn::isFilledUp({dims, kFloats, tag}));
        const std::vector<std::int32_t> places = onednn::placesIn({dims, kFloats, tag});
        ASSERT_EQ(places.size(), plain.size());
        for (std::size_t i = 0; i < places.size(); ++i) {
            ASSERT_EQ(packed[static_cast<std::size_t>(places[i])], plain[i]);
        }
    }
}

TEST(DnnlLayoutTest, BlocksThatAreFilledUpHaveAPlaceForEachValue) {
    const memory::desc layout({33, 17, 2, 2}, kFloats, Tag::OIhw16i16o);
    EXPECT_TRUE(onednn::isFilledUp(layout));
    const std::vector<std::int32_t> places = onednn::placesIn(layout);
    EXPECT_EQ(places.size(), 33u * 17 * 2 * 2);
    EXPECT_EQ(std::set<std::int32_t>(places.begin(), places.end()).size(), places.size());
    EXPECT_LT(*std::ranges::max_element(places), 48 * 32 * 2 * 2);
    EXPECT_GE(*std::ranges::min_element(places), 0);
}

} // namespace
} // namespace latentscape

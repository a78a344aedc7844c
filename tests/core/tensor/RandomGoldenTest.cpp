// Random against a Philox 4x32-10 written separately (make_golden.py), itself held against Random123's
// vectors.
#include "core/tensor/Random.h"

#include "tests/core/golden/Golden.h"

namespace latentscape {

namespace {

Random startOf(const nlohmann::json& place) {
    return Random(Random::State{place["seed"], place["stream"], place["counter"]});
}

std::string nameOf(const nlohmann::json& place) {
    return "seed " + place["seed"].dump() + ", stream " + place["stream"].dump() + ", counter " +
           place["counter"].dump();
}

// kat_vectors of Random123: counter and key zero.
TEST(RandomGolden, PublishedVector) {
    Random random(0, 0);
    for (const std::uint32_t word : {0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u}) {
        EXPECT_EQ(random.next(), word);
    }
}

TEST(RandomGolden, Words) {
    for (const auto& place : golden()["random"]) {
        Random random = startOf(place);
        for (const std::uint32_t word : place["words"]) {
            EXPECT_EQ(random.next(), word) << nameOf(place);
        }
    }
}

TEST(RandomGolden, Uniforms) {
    for (const auto& place : golden()["random"]) {
        Random random = startOf(place);
        for (const float uniform : floats(place["uniforms"])) {
            EXPECT_EQ(random.uniform(), uniform) << nameOf(place); // 24 bits: exact
        }
    }
}

TEST(RandomGolden, Normals) {
    for (const auto& place : golden()["random"]) {
        std::vector<float> normals(place["normals"].size());
        startOf(place).fillNormal(normals);
        expectGolden(normals, place["normals"], nameOf(place));
    }
}

// An odd count drops the last sine but takes both words of its pair, and so does a single normal().
TEST(RandomGolden, OddCountOfNormals) {
    const auto& place = golden()["random"][1];
    std::vector<float> normals(5);
    Random random = startOf(place);
    random.fillNormal(normals);
    for (std::size_t i = 0; i < normals.size(); ++i) {
        expectGolden(normals[i], place["normals"][i], nameOf(place));
    }
    expectGolden(random.normal(), place["normals"][6], nameOf(place));
    EXPECT_EQ(random.next(), place["words"][8].get<std::uint32_t>());
}

} // namespace

} // namespace latentscape

#include "core/tensor/Json.h"

#include "core/tensor/Error.h"

#include <gtest/gtest.h>

namespace latentscape {
namespace {

using nlohmann::json;

template <typename Call> std::string refusal(const Call& call) {
    try {
        call();
    } catch (const Error& e) {
        EXPECT_EQ(e.kind(), ErrorKind::Input);
        return e.what();
    }
    ADD_FAILURE() << "nothing was thrown";
    return {};
}

TEST(JsonTest, WhatIsNotOneSoundValueIsRefused) {
    EXPECT_EQ(parseJson(R"({"a":[{"k":1},{"k":2}],"b":{"a":3}})")["b"]["a"], 3);
    for (const char* text : {"", "{", "{}{}", "nul", "{\"a\":1,}", "\"\xff\"", "[NaN]", "1e999"}) {
        refusal([&] { parseJson(text); });
    }
    EXPECT_NE(refusal([] { parseJson(R"([{"a":{"x":1,"y":2,"x":3}}])"); }).find("\"x\""), std::string::npos);
    refusal([] { parseJson(R"({"a":1,"\u0061":2})"); });
    refusal([] { parseJson(std::string(1'000'000, '[')); });
    std::string deep = "1";
    for (int depth = 0; depth < 30; ++depth) {
        deep = R"({"a":)" + deep + "}";
    }
    EXPECT_NE(refusal([&] { parseJson(deep); }).find("nested"), std::string::npos);
}

TEST(JsonTest, FieldsAreCheckedAndNamed) {
    const json object = parseJson(R"({"i":-3,"u":18446744073709551615,"f":0.1,"s":"text"})");
    EXPECT_EQ(integerField(object, "i", -3, 0), -3);
    EXPECT_EQ(unsignedField(object, "u"), ~std::uint64_t{0});
    EXPECT_EQ(floatField(object, "f", 0, 1), 0.1f);
    EXPECT_EQ(floatField(object, "i", -3, 1), -3.0f);
    EXPECT_EQ(stringField(object, "s"), "text");
    for (const std::string& message : {
             refusal([&] { integerField(object, "i", 0, 5); }),
             refusal([&] { integerField(object, "u", 0, std::numeric_limits<std::int64_t>::max()); }),
             refusal([&] { integerField(object, "f", 0, 5); }),
             refusal([&] { unsignedField(object, "i"); }),
             refusal([&] { floatField(object, "f", 0.2f, 1); }),
             refusal([&] { floatField(object, "s", 0, 1); }),
             refusal([&] { stringField(object, "f"); }),
             refusal([&] { field(object, "missing"); }),
             refusal([&] { field(json(3), "missing"); }),
             refusal([&] {
                 requireKnownKeys(object, {"i", "u", "f"});
             }),
         }) {
        EXPECT_NE(message.find('"'), std::string::npos) << message;
    }
}

TEST(JsonTest, FloatsKeepTheirShortForm) {
    EXPECT_EQ(json(shortestDouble(0.1f)).dump(), "0.1");
    EXPECT_EQ(json(shortestDouble(1e-8f)).dump(), "1e-08");
    for (const float value : {0.1f, 1.0f / 3, 1e-38f, 3.4e38f, -0.0f, 16777217.0f}) {
        EXPECT_EQ(static_cast<float>(shortestDouble(value)), value);
    }
}

} // namespace
} // namespace latentscape

// A conditional model through the command line.
#include "tests/app/CliProcess.h"

#include "core/io/Checkpoint.h"

#include <nlohmann/json.hpp>
#include <QImage>

namespace latentscape {
namespace {

class ConditionalTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        s_folder = std::make_unique<TemporaryFolder>();
        train("vae", "dense-seed");
        train("gan", "gan-dense");
    }
    static void TearDownTestSuite() { s_folder.reset(); }

    static void train(const std::string& name, const std::string& preset) {
        CliProcess process({"train", "--preset", preset, "--conditional", "--limit", "100", "--epochs", "1",
                            "--latent", "3", "--threads", "1", "--out", path(name)});
        ASSERT_EQ(process.exitCode(), 0) << process.err();
    }
    static std::string path(const std::string& name) { return (*s_folder / name).string(); }
    static std::string checkpoint(const std::string& run) { return path(run + "/checkpoint.safetensors"); }

    static int run(std::vector<std::string> arguments) {
        CliProcess process(arguments);
        const int code = process.exitCode();
        s_out = process.out();
        s_err = process.err();
        return code;
    }
    static QImage made(const std::string& model, std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--checkpoint", checkpoint(model), "--out", path("sheet.png")});
        EXPECT_EQ(run(arguments), 0) << s_err;
        return QImage(QString::fromStdString(path("sheet.png")));
    }

    static std::unique_ptr<TemporaryFolder> s_folder;
    static std::string s_out;
    static std::string s_err;
};

std::unique_ptr<TemporaryFolder> ConditionalTest::s_folder;
std::string ConditionalTest::s_out;
std::string ConditionalTest::s_err;

TEST_F(ConditionalTest, TheCheckpointKnowsItsClasses) {
    const ModelConfig model = loadCheckpoint(checkpoint("vae")).model;
    EXPECT_EQ(model.classes, 3);
    EXPECT_EQ(model.classNames, (std::vector<std::string>{"square", "ellipse", "heart"}));
}

TEST_F(ConditionalTest, SamplesAreOfAClassOrOfEachInTurn) {
    for (const char* model : {"vae", "gan"}) {
        const QImage all = made(model, {"sample", "--count", "6"});
        EXPECT_EQ(all.size(), QSize(3 * 29 - 1, 2 * 29 - 1)) << "a column a class";
        const QImage hearts = made(model, {"sample", "--count", "4", "--class", "heart"});
        EXPECT_EQ(hearts.size(), QSize(2 * 29 - 1, 2 * 29 - 1));
        EXPECT_EQ(made(model, {"sample", "--count", "4", "--class", "2"}), hearts);
        EXPECT_NE(made(model, {"sample", "--count", "4", "--class", "0"}), hearts);
    }
}

TEST_F(ConditionalTest, EveryCommandTakesAClass) {
    for (const char* model : {"vae", "gan"}) {
        for (const std::vector<std::string>& command :
             {std::vector<std::string>{"traverse", "--steps", "3"},
              {"reconstruct", "--data", "shapes", "--count", "3"},
              {"interpolate", "--data", "shapes", "--from", "0", "--to", "1", "--steps", "3"}}) {
            std::vector<std::string> square = command;
            square.insert(square.end(), {"--class", "square"});
            std::vector<std::string> heart = command;
            heart.insert(heart.end(), {"--class", "heart"});
            made(model, command);
            EXPECT_NE(made(model, square), made(model, heart)) << model << " " << command[0];
        }
    }
}

TEST_F(ConditionalTest, EvaluateKnowsTheClasses) {
    ASSERT_EQ(run({"evaluate", "--checkpoint", checkpoint("vae"), "--data", "shapes", "--limit", "50",
                   "--nll-samples", "2", "--json"}),
              0)
        << s_err;
    EXPECT_TRUE(nlohmann::json::parse(s_out).contains("test_nll"));
    ASSERT_EQ(run({"evaluate", "--checkpoint", checkpoint("gan"), "--data", "shapes", "--limit", "50"}), 0)
        << s_err;
    EXPECT_NE(s_out.find("3 classes"), std::string::npos) << s_out;
}

TEST_F(ConditionalTest, ItGoesOnAndOtherCommandsKnowIt) {
    EXPECT_EQ(run({"train", "--resume", "--conditional", "--epochs", "2", "--out", path("vae")}), 0) << s_err;
    ASSERT_EQ(run({"summary", "--preset", "dense-seed", "--conditional", "--limit", "100"}), 0) << s_err;
    EXPECT_NE(s_out.find("class_embedding"), std::string::npos) << s_out;
    EXPECT_EQ(run({"find-lr", "--preset", "dense-seed", "--conditional", "--limit", "100", "--steps", "10",
                   "--out", path("lr.csv")}),
              0)
        << s_err;
}

TEST_F(ConditionalTest, WhatCannotBeIsSaid) {
    EXPECT_EQ(run({"sample", "--checkpoint", checkpoint("vae"), "--class", "star", "--out", path("s.png")}),
              2);
    EXPECT_NE(s_err.find("knows no \"star\""), std::string::npos) << s_err;
    EXPECT_NE(s_err.find("heart"), std::string::npos) << s_err;
    EXPECT_EQ(run({"sample", "--checkpoint", checkpoint("vae"), "--class", "3", "--out", path("s.png")}), 2);

    for (int i = 0; i < 20; ++i) { // a flat folder has no labels
        QImage image(8, 8, QImage::Format_RGB32);
        image.fill(QColor(12 * i, 0, 0));
        std::filesystem::create_directories(path("flat"));
        ASSERT_TRUE(image.save(QString::fromStdString(path("flat/" + std::to_string(i) + ".png"))));
    }
    EXPECT_EQ(run({"train", "--preset", "dense-seed", "--conditional", "--data", path("flat"), "--out",
                   path("no")}),
              2);
    EXPECT_NE(s_err.find("no labels"), std::string::npos) << s_err;
    EXPECT_FALSE(std::filesystem::exists(path("no")));

    ASSERT_EQ(
        run({"train", "--preset", "dense-seed", "--limit", "20", "--epochs", "1", "--out", path("plain")}), 0)
        << s_err;
    EXPECT_EQ(run({"train", "--resume", "--conditional", "--out", path("plain")}), 2);
    EXPECT_EQ(run({"sample", "--checkpoint", checkpoint("plain"), "--class", "1", "--out", path("s.png")}),
              2);
    EXPECT_NE(s_err.find("trained with --conditional"), std::string::npos) << s_err;
}

} // namespace
} // namespace latentscape

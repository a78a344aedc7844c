#include "tests/app/CliProcess.h"
#include "tests/app/Terminal.h"

#include "core/io/Checkpoint.h"
#include "core/nn/SpectralNetwork.h"

#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>
#include <QImage>
#include <sstream>

namespace latentscape {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

std::vector<std::string> trainArguments(const fs::path& run, const std::string& epochs,
                                        const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"train",   "--preset", "dense-seed", "--data", "shapes",
                                       "--limit", "200",      "--epochs",   epochs,   "--threads",
                                       "1",       "--out",    run.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

std::string train(const fs::path& run, const std::string& epochs, const std::vector<std::string>& more = {}) {
    CliProcess process(trainArguments(run, epochs, more));
    EXPECT_EQ(process.exitCode(), 0) << process.err();
    return process.out();
}

Checkpoint checkpointOf(const fs::path& run) {
    return loadCheckpoint(run / "checkpoint.safetensors");
}

void expectSameRun(const fs::path& a, const fs::path& b) {
    const Checkpoint x = checkpointOf(a);
    const Checkpoint y = checkpointOf(b);
    EXPECT_EQ(x.step, y.step);
    EXPECT_EQ(x.random, y.random);
    EXPECT_EQ(x.order, y.order);
    ASSERT_EQ(x.weights.size(), y.weights.size());
    for (std::size_t i = 0; i < x.weights.size(); ++i) {
        EXPECT_EQ(x.weights[i].values, y.weights[i].values) << x.weights[i].name;
    }
    for (std::size_t i = 0; i < x.optimizerState.size(); ++i) {
        EXPECT_EQ(x.optimizerState[i].values, y.optimizerState[i].values) << x.optimizerState[i].name;
    }
    EXPECT_EQ(readBytes(a / "losses.csv"), readBytes(b / "losses.csv"));
}

// Each step once, in order.
void expectWholeLog(const fs::path& run, std::int64_t steps) {
    std::istringstream lines(readBytes(run / "losses.csv"));
    std::string line;
    std::getline(lines, line);
    EXPECT_EQ(line, "step,epoch,learning_rate,beta,total,reconstruction,kl,held_out_total,"
                    "held_out_reconstruction,held_out_kl");
    std::int64_t step = 0;
    while (std::getline(lines, line)) {
        EXPECT_TRUE(line.starts_with(std::to_string(++step) + ",")) << line;
        EXPECT_EQ(std::ranges::count(line, ','), 9);
    }
    EXPECT_EQ(step, steps);
}

TEST(TrainTest, WritesItsFilesAndALineAnEpoch) {
    const TemporaryFolder folder;
    const fs::path run = folder / "deep" / "run";
    std::istringstream lines(train(run, "2", {"--json"}));
    std::string line;
    for (int epoch = 1; epoch <= 2; ++epoch) {
        ASSERT_TRUE(std::getline(lines, line));
        const ordered_json object = ordered_json::parse(line);
        std::vector<std::string> keys;
        for (const auto& [key, value] : object.items()) {
            keys.push_back(key);
        }
        EXPECT_EQ(keys,
                  (std::vector<std::string>{"workload", "epoch", "train_loss", "beta", "test_reconstruction",
                                            "test_kl", "test_neg_elbo", "train_seconds"}));
        EXPECT_EQ(object["workload"], "dense-seed");
        EXPECT_EQ(object["epoch"], epoch);
        EXPECT_NEAR(object["test_neg_elbo"].get<double>(),
                    object["test_reconstruction"].get<double>() + object["test_kl"].get<double>(), 0.011);
    }
    EXPECT_FALSE(std::getline(lines, line));
    EXPECT_EQ(checkpointOf(run).epoch, 2);
    expectWholeLog(run, 26); // 200 images, 16 a step
    EXPECT_EQ(ordered_json::parse(readBytes(run / "config.json"))["epochs"], 2);
    EXPECT_FALSE(QImage(QString::fromStdString((run / "losses.png").string())).isNull());
}

TEST(TrainTest, PrintsForPeopleOtherwiseAndNothingOnStderrWithoutATerminal) {
    const TemporaryFolder folder;
    CliProcess process(trainArguments(folder / "run", "1"));
    EXPECT_EQ(process.exitCode(), 0);
    EXPECT_NE(process.out().find("epoch 1/1"), std::string::npos) << process.out();
    EXPECT_EQ(process.err(), "");
}

TEST(TrainTest, ANewRunBeginsWithItsSummary) {
    const TemporaryFolder folder;
    const std::string said = train(folder / "run", "1");
    CliProcess summary({"summary", "--preset", "dense-seed", "--limit", "200", "--threads", "1"});
    ASSERT_EQ(summary.exitCode(), 0) << summary.err();
    const std::string same = summary.out().substr(0, summary.out().find("about")); // but for the time
    EXPECT_TRUE(said.starts_with(same)) << said;
    EXPECT_LT(said.find("s an epoch on this machine\n"), said.find("epoch 1/1")) << said;
    EXPECT_TRUE(train(folder / "run", "2", {"--resume"}).starts_with("epoch 2/2"));
}

TEST(TrainTest, ATerminalGetsAProgressBar) {
    const Terminal terminal;
    if (!terminal.isThere()) {
        GTEST_SKIP() << "this system lends no terminal: /dev/pts is not mounted";
    }
    const TemporaryFolder folder;
    CliProcess process(trainArguments(folder / "run", "2"), {{}, terminal.name()});
    EXPECT_EQ(process.exitCode(), 0);
    const std::string shown = terminal.shown();
    EXPECT_NE(shown.find("100 %  epoch 2.00  loss"), std::string::npos) << shown;
}

TEST(TrainTest, OptionsReachTheRun) {
    const TemporaryFolder folder;
    train(folder / "run", "1",
          {"--batch", "50", "--lr", "0.01", "--beta", "0.5", "--latent", "3", "--seed", "7"});
    const auto config = ordered_json::parse(readBytes(folder / "run" / "config.json"));
    EXPECT_EQ(config["seed"], 7);
    const Checkpoint checkpoint = checkpointOf(folder / "run");
    EXPECT_EQ(checkpoint.model.latent, 3);
    EXPECT_EQ(checkpoint.step, 4);
}

TEST(TrainTest, OptimizerOptionsReachTheRun) {
    const TemporaryFolder folder;
    train(
        folder / "sgd", "1",
        {"--optimizer", "sgd", "--lr", "1e-4", "--momentum", "0.5", "--nesterov", "--weight-decay", "0.01"});
    const OptimizerConfig sgd = checkpointOf(folder / "sgd").optimizer;
    EXPECT_EQ(sgd,
              (OptimizerConfig{
                  .kind = OptimizerKind::Sgd, .momentum = 0.5f, .nesterov = true, .weightDecay = 0.01f}));
    train(folder / "adam", "1", {"--beta1", "0.5", "--beta2", "0.75"});
    EXPECT_EQ(checkpointOf(folder / "adam").optimizer, (OptimizerConfig{.beta1 = 0.5f, .beta2 = 0.75f}));
    train(folder / "rmsprop", "1", {"--optimizer", "rmsprop"});
    EXPECT_EQ(checkpointOf(folder / "rmsprop").optimizer, customary(OptimizerKind::RmsProp));
    train(folder / "rmsprop", "2", {"--optimizer", "rmsprop", "--resume"});
}

TEST(TrainTest, ScheduleOptionsReachTheRun) {
    const TemporaryFolder folder;
    train(folder / "run", "1",
          {"--schedule", "step", "--warmup-epochs", "0.5", "--step-epochs", "3", "--step-factor", "0.5",
           "--kl-warmup", "2"});
    const auto schedule = ordered_json::parse(readBytes(folder / "run" / "config.json"))["schedule"];
    EXPECT_EQ(schedule.dump(), R"({"kind":"step","warmup_epochs":0.5,"step_epochs":3,"step_factor":0.5,)"
                               R"("kl_warmup_epochs":2.0})");
}

// Of 26 steps 13 are an epoch: the weight of the last one is 12/26, and 25/26 an epoch later.
TEST(TrainTest, TellsTheKlWeightInForce) {
    const TemporaryFolder folder;
    const std::vector<std::string> warmup{"--kl-warmup", "2", "--beta", "2"};
    std::vector<std::string> more = warmup;
    more.emplace_back("--json");
    std::istringstream lines(train(folder / "json", "3", more));
    std::vector<double> weights;
    for (std::string line; std::getline(lines, line);) {
        weights.push_back(ordered_json::parse(line)["beta"]);
    }
    ASSERT_EQ(weights.size(), 3U);
    EXPECT_NEAR(weights[0], 2 * 12.0 / 26, 1e-6);
    EXPECT_NEAR(weights[1], 2 * 25.0 / 26, 1e-6);
    EXPECT_EQ(weights[2], 2);
    std::istringstream rows(readBytes(folder / "json" / "losses.csv"));
    std::string row;
    std::getline(rows, row); // header
    for (int step = 0; step < 39; ++step) {
        ASSERT_TRUE(std::getline(rows, row));
        std::istringstream columns(row);
        std::string column;
        for (int i = 0; i < 4; ++i) {
            std::getline(columns, column, ',');
        }
        EXPECT_NEAR(std::stod(column), std::min(2.0, 2 * step / 26.0), 1e-6) << row;
    }
    const std::string words = train(folder / "words", "3", warmup);
    EXPECT_NE(words.find("(KL weight 0.92"), std::string::npos) << words;
    EXPECT_EQ(words.find("(KL weight 2)"), std::string::npos) << words;
}

TEST(TrainTest, EndsEarlyWhenItLearnsNoMore) {
    const TemporaryFolder folder;
    CliProcess process(trainArguments(folder / "run", "50", {"--lr", "0", "--patience", "2"}));
    EXPECT_EQ(process.exitCode(), 0);
    EXPECT_NE(process.err().find("best after epoch 1"), std::string::npos) << process.err();
    EXPECT_EQ(checkpointOf(folder / "run").epoch, 3);
    train(folder / "run", "4", {"--resume", "--patience", "0"});
    EXPECT_EQ(checkpointOf(folder / "run").epoch, 4);
}

TEST(TrainTest, AGanThatSeesChangedImagesGoesOnExactly) {
    const TemporaryFolder folder;
    const auto trainGan = [&](const char* run, const char* epochs, const std::vector<std::string>& more) {
        std::vector<std::string> arguments{"train",
                                           "--data",
                                           "shapes",
                                           "--limit",
                                           "150",
                                           "--batch",
                                           "50",
                                           "--epochs",
                                           epochs,
                                           "--out",
                                           (folder / run).string(),
                                           "--threads",
                                           "1"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        CliProcess process(arguments);
        EXPECT_EQ(process.exitCode(), 0) << process.err();
    };
    const std::vector<std::string> settings{
        "--preset",          "gan-dense",        "--differentiable-augmentation",
        "colour=0.5,cutout", "--weight-average", "0.9"};
    trainGan("whole", "3", settings);
    trainGan("parts", "2", settings);
    trainGan("parts", "3", {"--resume", settings[2], settings[3]});
    expectSameRun(folder / "whole", folder / "parts");
    EXPECT_EQ(checkpointOf(folder / "parts").model.differentiableAugment,
              (DifferentiableAugmentConfig{0.5f, 0, 0.5f}));
    CliProcess other({"train", "--resume", "--out", (folder / "parts").string(), settings[2], "none"});
    EXPECT_EQ(other.exitCode(), 2);
    EXPECT_NE(other.err().find(settings[2]), std::string::npos) << other.err();
}

TEST(TrainTest, ADiscriminatorIsSpectrallyNormalisedIfWanted) {
    const TemporaryFolder folder;
    const auto trained = [&](const char* run, const std::vector<std::string>& more) {
        std::vector<std::string> arguments{
            "train", "--limit", "60", "--epochs", "1", "--threads", "1", "--out", (folder / run).string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        CliProcess process(arguments);
        const int code = process.exitCode(); // once it has ended, it has said all
        return std::pair(code, process.err());
    };
    ASSERT_EQ(trained("normalised", {"--preset", "gan-dense", "--spectral-norm"}).first, 0);
    EXPECT_TRUE(isSpectrallyNormalised(checkpointOf(folder / "normalised").model.encoder));
    EXPECT_EQ(trained("normalised", {"--resume", "--spectral-norm"}).first, 0);
    ASSERT_EQ(trained("plain", {"--preset", "gan-dense"}).first, 0);
    EXPECT_FALSE(isSpectrallyNormalised(checkpointOf(folder / "plain").model.encoder));
    for (const auto& [code, said] : {trained("plain", {"--resume", "--spectral-norm"}),
                                     trained("vae", {"--preset", "dense-400", "--spectral-norm"})}) {
        EXPECT_EQ(code, 2) << said;
        EXPECT_NE(said.find("--spectral-norm"), std::string::npos) << said;
    }
}

TEST(TrainTest, ResumingIsExact) {
    const TemporaryFolder folder;
    train(folder / "whole", "4");
    train(folder / "parts", "2");
    train(folder / "parts", "4", {"--resume"});
    expectSameRun(folder / "whole", folder / "parts");
    CliProcess done({"train", "--resume", "--out", (folder / "parts").string()}); // nothing left to do
    EXPECT_EQ(done.exitCode(), 0) << done.err();
    expectSameRun(folder / "whole", folder / "parts");
}

TEST(TrainTest, AResumedRunKeepsItsSettings) {
    const TemporaryFolder folder;
    train(folder / "run", "1");
    for (const std::vector<std::string>& change : {std::vector<std::string>{"--lr", "0.5"},
                                                   {"--batch", "8"},
                                                   {"--seed", "9"},
                                                   {"--latent", "3"},
                                                   {"--beta", "2"},
                                                   {"--optimizer", "sgd"},
                                                   {"--beta1", "0.5"},
                                                   {"--schedule", "cosine"},
                                                   {"--kl-warmup", "1"}}) {
        CliProcess process({"train", "--resume", "--out", (folder / "run").string(), change[0], change[1]});
        EXPECT_EQ(process.exitCode(), 2);
        EXPECT_NE(process.err().find(change[0]), std::string::npos) << process.err();
    }
}

TEST(TrainTest, ANewRunInTheSameFolderKeepsTheOldWeights) {
    const TemporaryFolder folder;
    train(folder / "run", "1");
    const std::string old = readBytes(folder / "run" / "checkpoint.safetensors");
    train(folder / "run", "1", {"--seed", "5"});
    EXPECT_EQ(readBytes(folder / "run" / "checkpoint-before.safetensors"), old);
    expectWholeLog(folder / "run", 13);
}

class InterruptedTrainTest : public testing::TestWithParam<int> {};

TEST_P(InterruptedTrainTest, SavesAndGoesOnExactly) {
    const TemporaryFolder folder;
    CliProcess process(trainArguments(folder / "parts", "100000"));
    process.waitForFile(folder / "parts" / "checkpoint.safetensors");
    process.signal(GetParam());
    EXPECT_EQ(process.exitCode(), 130) << process.err();
    EXPECT_NE(process.err().find("--resume"), std::string::npos) << process.err();
    const Checkpoint checkpoint = checkpointOf(folder / "parts");
    ASSERT_GT(checkpoint.step, 0);
    expectWholeLog(folder / "parts", checkpoint.step);

    const std::string epochs = std::to_string(checkpoint.epoch + 2);
    train(folder / "parts", epochs, {"--resume"});
    train(folder / "whole", epochs);
    expectSameRun(folder / "whole", folder / "parts");
}

INSTANTIATE_TEST_SUITE_P(Signals, InterruptedTrainTest, testing::Values(SIGINT, SIGTERM));

TEST(TrainTest, AfterACrashItGoesOnFromTheLastCheckpoint) {
    const TemporaryFolder folder;
    CliProcess process(trainArguments(folder / "parts", "100000"));
    process.waitForFile(folder / "parts" / "checkpoint.safetensors");
    process.signal(SIGKILL);
    EXPECT_EQ(process.exitCode(), 128 + SIGKILL);
    std::ofstream(folder / "parts" / "losses.csv", std::ios::app) << "123456,78.9,1,2"; // half a row
    const std::string epochs = std::to_string(checkpointOf(folder / "parts").epoch + 2);
    train(folder / "parts", epochs, {"--resume"});
    train(folder / "whole", epochs);
    expectSameRun(folder / "whole", folder / "parts");
}

TEST(TrainTest, ADamagedTableOfLossesIsKeptAside) {
    const TemporaryFolder folder;
    train(folder / "run", "1");
    std::ofstream(folder / "run" / "losses.csv") << "no table";
    CliProcess process(trainArguments(folder / "run", "2", {"--resume"}));
    EXPECT_EQ(process.exitCode(), 0) << process.err();
    EXPECT_NE(process.err().find("losses-damaged.csv"), std::string::npos) << process.err();
    EXPECT_EQ(readBytes(folder / "run" / "losses-damaged.csv"), "no table");
}

TEST(TrainTest, DivergenceIsFiveWithTheCauseAndTheLastFiniteWeights) {
    const TemporaryFolder folder;
    CliProcess process(trainArguments(folder / "run", "50", {"--lr", "1e6"}));
    EXPECT_EQ(process.exitCode(), 5) << process.err();
    EXPECT_NE(process.err().find("learning rate"), std::string::npos) << process.err();
    checkpointOf(folder / "run"); // throws when a weight is not finite
    EXPECT_TRUE(fs::exists(folder / "run" / "losses.png"));
}

} // namespace
} // namespace latentscape

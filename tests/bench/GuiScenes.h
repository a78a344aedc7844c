// What a user does with the window, scene by scene, for measureBlocking() to watch. Each scene can be played
// again and leaves the window as it found it, but for the view and the model.
#pragma once

#include "ui/MainMenu.h"

#include <functional>
#include <vector>

namespace latentscape {

class MainWindow;

struct Scene {
    const char* name;
    std::function<void(MainWindow& window)> play;
    double limit = 50; // milliseconds that the UI thread may be kept
};

void stayFor(int milliseconds);                     // in the event loop
void train(MainWindow& window, const char* preset); // if there is no run
void stop(MainWindow& window);
void look(MainWindow& window, View view); // away and back, several times
void load(MainWindow& window, const QString& source);
// MNIST where LATENTSCAPE_MNIST says, or what lies in a well-known place, or the embedded images.
QString largestData();

std::vector<Scene> basicScenes();
// On the data that are loaded: every page of Explore, a map of all held-out images, moments of the past, 512
// latents, a GAN, a long run.
std::vector<Scene> labScenes();
// Two models and several runs side by side, what is saved and opened, and the way back.
std::vector<Scene> takeScenes();

} // namespace latentscape
